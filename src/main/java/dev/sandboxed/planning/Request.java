package dev.sandboxed.planning;

import dev.sandboxed.profile.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a person wants to run.
 *
 * @param agent the agent's name
 * @param command replaces the agent's own command, its program first; empty to run the agent
 * @param profile the profile's name, or its file
 * @param layers what applies to this launch only, variables first
 * @param fetch whether a missing agent may be fetched; a plan that is only looked at fetches
 *     nothing
 */
public record Request(
    String agent,
    List<String> command,
    String profile,
    Optional<Path> project,
    List<Layer> layers,
    boolean fetch) {

  public Request {
    command = List.copyOf(command);
    layers = List.copyOf(layers);
  }
}
