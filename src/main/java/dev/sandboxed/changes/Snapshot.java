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

  // No file name can contain it.
  private static final String END = "\0";

  private static final int FIELDS = 6;

  private static final String IGNORE_RULES = ".gitignore";

  // In bytes: a hundred times the longest file that people write.
  private static final long LARGEST_IGNORE_RULES = 1 << 20;

  public Snapshot {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** Looks at a project. */
  public static Snapshot of(Path project) {
    return new Snapshot(GitHead.of(project.resolve(".git")), ProjectFiles.of(project));
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

  /** The whole snapshot, for {@link #parse}. */
  public String text() {
    StringBuilder text = new StringBuilder(head).append(END);
    for (Map.Entry<String, FileMark> file : files.entrySet()) {
      FileMark mark = file.getValue();
      text.append(mark.kind()).append(' ').append(mark.size()).append(' ').append(mark.written());
      text.append(' ').append(mark.changed()).append(' ').append(mark.inode()).append(' ');
      text.append(file.getKey()).append(END);
    }
    return text.append("end").append(END).toString();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is incomplete
   */
  public static Snapshot parse(String text) {
    String[] entries = text.split(END, -1);
    if (entries.length < 3 || !entries[entries.length - 2].equals("end")) {
      throw new IllegalArgumentException("not a whole snapshot");
    }
    SortedMap<String, FileMark> files = new TreeMap<>();
    for (int entry = 1; entry < entries.length - 2; entry++) {
      String[] fields = entries[entry].split(" ", FIELDS);
      files.put(
          fields[5],
          new FileMark(
              fields[0].charAt(0),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[4])));
    }
    return new Snapshot(entries[0], files);
  }
}
