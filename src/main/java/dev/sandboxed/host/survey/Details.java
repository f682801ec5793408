package dev.sandboxed.host.survey;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What was seen on a closer look at some files.
 *
 * @param certificates the matches of patterns that hold certificates and nothing else
 * @param tracked real paths of what a rule would mask and git tracks, or may track
 * @param offered real paths of what git would record if it was told to record everything
 * @param closedDevices real paths of devices that the person may not open
 * @param texts by their real paths, what is in files that are shown in part
 */
public record Details(
    Set<Path> certificates,
    Set<Path> tracked,
    Set<Path> offered,
    Set<Path> closedDevices,
    Map<Path, MaskedText> texts) {

  /** Nothing was looked at. */
  public static final Details NONE = new Details(Set.of(), Set.of(), Set.of());

  /** Details about files that a pattern or a rule would mask. */
  public Details(Set<Path> certificates, Set<Path> tracked, Set<Path> offered) {
    this(certificates, tracked, offered, Set.of(), Map.of());
  }

  /** The same, about files that rules name for something else than to mask them. */
  public Details with(Set<Path> devices, Map<Path, MaskedText> read) {
    return new Details(certificates, tracked, offered, devices, read);
  }

  public Details {
    certificates = Set.copyOf(certificates);
    tracked = Set.copyOf(tracked);
    offered = Set.copyOf(offered);
    closedDevices = Set.copyOf(closedDevices);
    texts = Map.copyOf(texts);
  }
}
