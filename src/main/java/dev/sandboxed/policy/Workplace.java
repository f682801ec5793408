package dev.sandboxed.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Who works where, and by which rules.
 *
 * @param agent the agent's name
 * @param profiles the chain, base first
 * @param workingDirectory where the agent starts, in the project
 * @param hostName the sandbox's own host name
 */
public record Workplace(
    String agent,
    List<String> profiles,
    Identity identity,
    Path project,
    Path workingDirectory,
    String hostName) {

  public Workplace {
    profiles = List.copyOf(profiles);
  }
}
