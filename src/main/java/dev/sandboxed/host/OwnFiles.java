package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;

/**
 * sandboxed's own files.
 *
 * @param directories this person's
 * @param unmoved where these are, links resolved, in a launch without the variables of this one, as
 *     far as that is elsewhere; nobody knows which variables the next launch has
 * @param launcher files and directories that decide what the next launch does: the program itself,
 *     where it runs from a checkout, and where profiles are read from
 * @param links the symlinks on the way to these, by their own paths
 * @param provided what this launcher was packaged with
 */
public record OwnFiles(
    ToolDirectories directories,
    List<Path> unmoved,
    List<Path> launcher,
    List<Path> links,
    Provided provided) {

  public OwnFiles {
    unmoved = List.copyOf(unmoved);
    launcher = List.copyOf(launcher);
    links = List.copyOf(links);
  }
}
