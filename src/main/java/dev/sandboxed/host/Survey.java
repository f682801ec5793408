package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one walk through all that a sandbox is to see has found.
 *
 * @param sockets by their places, sorted
 * @param closed directories that could not be looked into
 * @param matches of the patterns that the walk has answered, sorted
 * @param counted of the patterns that are only counted, the first of each
 */
public record Survey(
    List<Path> sockets,
    List<Obstacle> closed,
    Map<Glob, List<Path>> matches,
    Map<Glob, List<Path>> counted) {

  /** Of nothing. */
  public static final Survey NOTHING = new Survey(List.of(), List.of(), Map.of(), Map.of());

  /** How many of a pattern that is only counted are kept. */
  public static final int MOST_COUNTED = 1000;

  public Survey {
    sockets = List.copyOf(sockets);
    closed = List.copyOf(closed);
    matches = Map.copyOf(matches);
    counted = Map.copyOf(counted);
  }
}
