package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;

/**
 * What this kernel tells in {@code /proc} beside the processes: of the person, as the names of
 * their keys, and of the machine. No namespace separates it.
 *
 * @param files those that are here and that this person can read
 * @param directories the same
 */
public record KernelFiles(List<Path> files, List<Path> directories) {

  public KernelFiles {
    files = List.copyOf(files);
    directories = List.copyOf(directories);
  }
}
