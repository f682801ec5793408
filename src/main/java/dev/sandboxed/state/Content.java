package dev.sandboxed.state;

import dev.sandboxed.files.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact content of some files, which a person can allow.
 *
 * @param marks what was found, by path below the project; a mark is a text that differs when the
 *     content differs, and has no other meaning here
 * @param copies what the files among them held, to show later what has changed; it need not be
 *     known for each of them
 */
public record Content(SortedMap<String, String> marks, SortedMap<String, Copy> copies) {

  /** The content of nothing. */
  public static final Content NOTHING = new Content(new TreeMap<>(), new TreeMap<>());

  public Content {
    marks = sorted(marks);
    copies = sorted(copies);
    marks.keySet().forEach(Content::requireBelow);
    copies.keySet().forEach(Content::requireBelow);
    requireNoneBelowAnother(copies.keySet());
  }

  /**
   * The content of a single file.
   *
   * @param path below the project
   * @param bytes each as one character
   */
  public static Content ofFile(String path, String bytes) {
    String mark = "file " + Digest.named(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return new Content(
        new TreeMap<>(Map.of(path, mark)), new TreeMap<>(Map.of(path, new Copy.OfFile(bytes))));
  }

  /**
   * The digest of all that there is to allow: it stands for every mark, and does not depend on the
   * order in which the content was found.
   */
  public static String digest(Map<Subject, Content> all) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(all)
        .forEach((subject, content) -> {
          append(text, subject.kind());
          append(text, subject.detail());
          append(text, Integer.toString(content.marks().size()));
          content
              .marks()
              .forEach((path, mark) -> {
                append(text, path);
                append(text, mark);
              });
        });
    return Digest.named(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Adds the length too, so that no two lists of words give the same text. */
  private static void append(StringBuilder text, String word) {
    text.append(word.length()).append(':').append(word).append(',');
  }

  /** Sorted by name, whatever order they came in. */
  private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
    SortedMap<String, T> copy = new TreeMap<>();
    copy.putAll(map);
    return Collections.unmodifiableSortedMap(copy);
  }

  /** Whether this can be the name of a file in a directory, or of the directory itself. */
  static boolean isBelow(String path) {
    try {
      Path normal = Path.of(path).normalize();
      return path.equals(".")
          || (!path.isEmpty()
              && !normal.isAbsolute()
              && normal.toString().equals(path)
              && !normal.startsWith(".."));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static void requireBelow(String path) {
    if (!isBelow(path)) {
      throw new IllegalArgumentException("not a path below a project: " + path);
    }
  }

  /** Otherwise it would be written to the target of a symlink. */
  private static void requireNoneBelowAnother(Set<String> paths) {
    for (String path : paths) {
      for (Path above = Path.of(path).getParent(); above != null; above = above.getParent()) {
        if (paths.contains(above.toString())) {
          throw new IllegalArgumentException(
              path + " lies in " + above + ", which is not a directory");
        }
      }
    }
  }
}
