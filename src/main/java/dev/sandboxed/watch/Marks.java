package dev.sandboxed.watch;

import dev.sandboxed.files.Digest;
import dev.sandboxed.files.Entry;
import dev.sandboxed.files.NotReadException;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Stamp;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Words that tell one answer from another. */
final class Marks {

  private Marks() {}

  static String of(Entry entry) {
    return word(entry.kind())
        + " "
        + Integer.toOctalString(entry.mode())
        + " "
        + entry.owner()
        + " "
        + entry.names();
  }

  static String of(Map<Path, Entry.Kind> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach((path, kind) -> text.append(path).append('\0').append(word(kind)).append('\0'));
    return Digest.of(text.toString());
  }

  static String of(Collection<String> names) {
    return Digest.of(String.join("\0", names));
  }

  /** A failure is an answer, too. The system's own words may change with its language. */
  static String of(IOException failure) {
    if (PathProbe.isMissing(failure)) {
      return Question.ABSENT;
    }
    if (failure instanceof AccessDeniedException) {
      return "refused";
    }
    return failure instanceof NotReadException ? "not a plain file" : "failed";
  }

  /**
   * The state of what is at a path. It is taken before the path is read: what changes in between
   * then has another mark the next time.
   */
  static String stamp(Path path, LinkOption... options) {
    try {
      return Stamp.of(path, options).text();
    } catch (IOException e) {
      return of(e);
    }
  }

  private static String word(Entry.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
