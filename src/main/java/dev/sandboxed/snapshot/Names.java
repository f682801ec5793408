package dev.sandboxed.snapshot;

import dev.sandboxed.files.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Names as text of one line that keeps every byte, as in a URI. */
final class Names {

  // Enough for the names of one directory.
  private static final int DIGITS = 12;

  private static final Path ROOT = Path.of("/");

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]+)*");

  private Names() {}

  static String text(Path relative) {
    // Most names: the rest asks the file system.
    if (PLAIN.matcher(relative.toString()).matches()) {
      return relative.toString();
    }
    String raw = ROOT.resolve(relative).toUri().getRawPath();
    // A slash at the end says that a directory is there now.
    return raw.substring(
        1, raw.endsWith("/") && raw.length() > 1 ? raw.length() - 1 : raw.length());
  }

  /** Where a link leads, which may be anywhere. */
  static String target(Path target) {
    return target.isAbsolute() ? "/" + text(names(target)) : text(target);
  }

  /** Reads what {@link #target(Path)} wrote. */
  static Path target(String text) {
    return text.startsWith("/") ? ROOT.resolve(path(text.substring(1))) : path(text);
  }

  /** Tells names apart in few letters. */
  static String digest(Path name) {
    return Digest.of(text(name)).substring(0, DIGITS);
  }

  static Path path(String text) {
    return names(Path.of(URI.create("file:///" + text)));
  }

  /** All of an absolute path, with every dot in it: they count in a link. */
  private static Path names(Path absolute) {
    return absolute.getNameCount() == 0
        ? Path.of("")
        : absolute.subpath(0, absolute.getNameCount());
  }
}
