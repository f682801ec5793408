package dev.sandboxed.host.survey;

import dev.sandboxed.files.Obstacle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one walk through everything that a sandbox can see has found.
 *
 * @param sockets their paths, sorted
 * @param closed directories that could not be looked into
 * @param matches the matches of the patterns that the walk answered, sorted
 * @param counted the first matches of each pattern that is only counted
 */
public record Survey(
    List<Path> sockets,
    List<Obstacle> closed,
    Map<Glob, List<Path>> matches,
    Map<Glob, List<Path>> counted) {

  /** A survey of nothing. */
  public static final Survey NOTHING = new Survey(List.of(), List.of(), Map.of(), Map.of());

  /** How many matches are kept of a pattern that is only counted. */
  public static final int MOST_COUNTED = 1000;

  public Survey {
    sockets = List.copyOf(sockets);
    closed = List.copyOf(closed);
    matches = Map.copyOf(matches);
    counted = Map.copyOf(counted);
  }
}
