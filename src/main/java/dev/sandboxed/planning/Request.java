package dev.sandboxed.planning;

import dev.sandboxed.profile.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person wants to run.
 *
 * @param agent the agent's name
 * @param command replaces the agent's own command, its program first; empty to run the agent
 * @param profile the profile's name, or its file
 * @param layers what applies to this launch only, variables first
 * @param fetch whether a missing agent may be fetched; a plan that is only looked at fetches
 *     nothing
 * @param learning whether more of this machine is read-only inside, and what is used is written
 *     down
 */
public record Request(
    String agent,
    List<String> command,
    String profile,
    Optional<Path> project,
    List<Layer> layers,
    boolean fetch,
    boolean learning) {

  /** A request for what the profile says. */
  public Request(
      String agent,
      List<String> command,
      String profile,
      Optional<Path> project,
      List<Layer> layers,
      boolean fetch) {
    this(agent, command, profile, project, layers, fetch, false);
  }

  /** The same, recorded: with another profile, and a layer below those of this launch. */
  public Request recorded(String other, Layer recording) {
    return new Request(
        agent,
        command,
        other,
        project,
        Stream.concat(Stream.of(recording), layers.stream()).toList(),
        fetch,
        true);
  }

  public Request {
    command = List.copyOf(command);
    layers = List.copyOf(layers);
  }
}
