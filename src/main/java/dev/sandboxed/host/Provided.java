package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a launcher that Nix has built brings along, so that nothing of it has to be looked for at a
 * launch.
 *
 * @param agents the programs of agents, by the agent's name
 * @param path directories of programs that join PATH inside, the first in front
 * @param closure all store paths that these need at run time, themselves included
 * @param bytes the size of the closure, as Nix counts it (NAR size)
 */
public record Provided(Map<String, Path> agents, List<Path> path, List<Path> closure, long bytes) {

  /** What a launcher brings along that was not made for an agent: nothing. */
  public static final Provided NOTHING = new Provided(Map.of(), List.of(), List.of(), 0);

  public Provided {
    agents = Map.copyOf(agents);
    path = List.copyOf(path);
    closure = List.copyOf(closure);
  }
}
