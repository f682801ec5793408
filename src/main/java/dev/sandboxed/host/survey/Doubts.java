package dev.sandboxed.host.survey;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Where an agent may have been in an earlier session.
 *
 * @param written every place that some sandbox could write so far
 * @param led the paths that lead through a symlink in such a place, so that an agent may have
 *     chosen where
 */
public record Doubts(List<Path> written, Set<Path> led) {

  /** No agent has been anywhere. */
  public static final Doubts NONE = new Doubts(List.of(), Set.of());

  public Doubts {
    written = List.copyOf(written);
    led = Set.copyOf(led);
  }
}
