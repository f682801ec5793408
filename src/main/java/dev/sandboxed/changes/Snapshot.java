package dev.sandboxed.changes;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a project as they were at one moment.
 *
 * @param head what git has checked out, as {@code main 0123abc}; empty if that is not known
 * @param files by their names below the project
 */
public record Snapshot(String head, SortedMap<String, FileMark> files) {

  private static final String IGNORE_RULES = ".gitignore";

  // In bytes: a hundred times the longest file that people write.
  private static final long LARGEST_IGNORE_RULES = 1 << 20;

  public Snapshot {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * The ignore rules that git must not open: it would wait for somebody to write to a pipe, and
   * read a file of any size.
   */
  public List<String> unreadableIgnoreRules() {
    return files.entrySet().stream()
        .filter(file -> Path.of(file.getKey()).endsWith(IGNORE_RULES))
        .filter(
            file -> file.getValue().kind() != 'f' || file.getValue().size() > LARGEST_IGNORE_RULES)
        .map(Map.Entry::getKey)
        .toList();
  }
}
