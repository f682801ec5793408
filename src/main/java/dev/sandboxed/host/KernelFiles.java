package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;

/**
 * What this kernel shows in {@code /proc} besides the processes: about the person, such as the
 * names of their keys, and about the machine. No namespace separates it.
 *
 * @param files the files that exist here and that this person can read
 * @param directories the directories that do
 */
public record KernelFiles(List<Path> files, List<Path> directories) {

  public KernelFiles {
    files = List.copyOf(files);
    directories = List.copyOf(directories);
  }
}
