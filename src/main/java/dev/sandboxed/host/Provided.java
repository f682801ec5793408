package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a launcher built by Nix brings along, so that a launch does not have to look for it.
 *
 * @param agents the programs of agents, by the agent's name
 * @param path directories of programs that are added to PATH inside, in this order
 * @param closure all store paths that these need at run time, including themselves
 * @param bytes the size of the closure, as Nix counts it (NAR size)
 */
public record Provided(Map<String, Path> agents, List<Path> path, List<Path> closure, long bytes) {

  /** What a launcher that was not made for an agent brings along: nothing. */
  public static final Provided NOTHING = new Provided(Map.of(), List.of(), List.of(), 0);

  public Provided {
    agents = Map.copyOf(agents);
    path = List.copyOf(path);
    closure = List.copyOf(closure);
  }
}
