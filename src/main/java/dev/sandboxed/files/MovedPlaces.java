package dev.sandboxed.files;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Places whose files are elsewhere on this host than inside, because a variable of the person's
 * moves them here.
 *
 * @param places by the place inside, the place on this host
 */
public record MovedPlaces(Map<Path, Path> places) {

  /** Everything is where it is inside. */
  public static final MovedPlaces NONE = new MovedPlaces(Map.of());

  public MovedPlaces {
    places = Map.copyOf(places);
  }

  /** Where on this host the file is that is at a place inside. */
  public Path onHost(Path inside) {
    return above(inside)
        .map(moved -> moved.getValue().resolve(moved.getKey().relativize(inside)).normalize())
        .orElse(inside);
  }

  /** Whether a place inside is, or is in, a place that is elsewhere on this host. */
  public boolean moves(Path inside) {
    return above(inside).isPresent();
  }

  private Optional<Map.Entry<Path, Path>> above(Path inside) {
    return places.entrySet().stream()
        .filter(moved -> inside.startsWith(moved.getKey()))
        .max(Comparator.comparingInt(moved -> moved.getKey().getNameCount()));
  }

  /** The same, and one more. */
  public MovedPlaces with(Path inside, Path onHost) {
    Map<Path, Path> more = new TreeMap<>(places);
    more.put(inside, onHost);
    return new MovedPlaces(more);
  }
}
