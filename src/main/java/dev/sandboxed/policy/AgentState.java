package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The agent's own directory and the person's login in it.
 *
 * @param inside where the agent looks for it
 * @param instance the directory on the host that keeps it; empty for one that is gone afterwards
 */
public record AgentState(
    Path inside, Optional<Path> instance, List<Credential> credentials, Origin origin) {

  /**
   * One file of the person's login.
   *
   * @param source on the host, with every symlink resolved
   * @param name its name in the agent's directory
   */
  public record Credential(Path source, String name, boolean writable, Origin origin) {}

  public AgentState {
    credentials = List.copyOf(credentials);
  }
}
