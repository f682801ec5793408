package dev.sandboxed.policy;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The agent's own directory, and the person's files that are mounted in it.
 *
 * @param inside the path where the agent looks for it
 * @param instance the directory on the host that keeps it; empty if it is gone afterwards
 * @param personal the person's own settings that the agent definition names, relative to {@code
 *     inside}, whether this host has them or not
 * @param seeds the files that a new instance starts with
 */
public record AgentState(
    Path inside,
    Optional<Path> instance,
    List<Credential> credentials,
    List<Path> personal,
    List<Seed> seeds,
    Origin origin) {

  /**
   * One file of the person's login.
   *
   * @param source on the host, with every symlink resolved
   * @param name its name in the agent's directory
   * @param kept whether sandboxed keeps it, for a login made inside; a launch creates it if it is
   *     missing
   */
  public record Credential(
      Path source, String name, boolean writable, boolean kept, Origin origin) {}

  /**
   * A JSON file of a new instance.
   *
   * @param file its name in the agent's directory
   * @param content a JSON object
   * @param from the person's own file of this kind on the host
   * @param copied the parts taken from there
   */
  public record Seed(Path file, String content, Optional<Path> from, List<JsonPointer> copied) {
    public Seed {
      copied = List.copyOf(copied);
    }
  }

  public AgentState {
    credentials = List.copyOf(credentials);
    personal = List.copyOf(personal);
    seeds = List.copyOf(seeds);
  }
}
