package dev.sandboxed.foreign;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A path or pattern of a foreign file, in the notation of profiles but for dollar signs, which are
 * none of a variable there.
 *
 * @param text relative to the project unless it starts with {@code /} or {@code ~/}
 * @param glob whether it is a pattern
 */
public record ForeignPath(String text, boolean glob) {

  // A set of characters, which patterns here do not have.
  private static final Pattern SET = Pattern.compile("\\[[^\\]/]*\\]|[\\[\\]]");

  private static final Pattern WILD = Pattern.compile("[*?\\[\\]]");

  /** A path where {@code *}, {@code ?} and sets of characters are a pattern. */
  static ForeignPath parse(String written) {
    String path = withoutEnd(written);
    return new ForeignPath(path, WILD.matcher(path).find());
  }

  /** A path that is none, whatever is in its name. */
  public static ForeignPath literal(String written) {
    return new ForeignPath(plain(written), false);
  }

  /** A directory with everything below it is that directory. */
  private static String withoutEnd(String written) {
    String path = plain(written);
    while (path.endsWith("/**") && path.length() > 3) {
      path = plain(path.substring(0, path.length() - 3));
    }
    return path.equals("**") || path.equals("*") ? "." : path;
  }

  private static String plain(String written) {
    String path = written;
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    while (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.isEmpty() ? "." : path;
  }

  /** A pattern that matches at least what this does: a set of characters becomes any one. */
  ForeignPath covering() {
    return glob ? new ForeignPath(SET.matcher(text).replaceAll("?"), true) : this;
  }

  boolean isExact() {
    return !glob;
  }

  /** Whether a profile would take it for a pattern. */
  boolean hasWildcards() {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  boolean isRelative() {
    return !text.startsWith("/") && !text.equals("~") && !text.startsWith("~/");
  }

  /** As profiles write it. */
  String written() {
    return text.replace("$", "$$");
  }

  /** For comparisons: a tilde is the home, and what is relative stays so. */
  public Path place(String home) {
    String path = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    return Path.of(path).normalize();
  }
}
