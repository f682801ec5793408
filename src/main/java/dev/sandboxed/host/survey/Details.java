package dev.sandboxed.host.survey;

import java.nio.file.Path;
import java.util.Set;

/**
 * What was seen on a closer look at the files that a pattern or a rule would mask.
 *
 * @param certificates the matches that hold certificates and nothing else
 * @param tracked real paths of what git tracks, or may track
 * @param offered real paths of what git would record if it was told to record everything
 */
public record Details(Set<Path> certificates, Set<Path> tracked, Set<Path> offered) {

  /** Nothing was looked at. */
  public static final Details NONE = new Details(Set.of(), Set.of(), Set.of());

  public Details {
    certificates = Set.copyOf(certificates);
    tracked = Set.copyOf(tracked);
    offered = Set.copyOf(offered);
  }
}
