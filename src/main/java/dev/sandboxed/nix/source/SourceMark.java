package dev.sandboxed.nix.source;

import dev.sandboxed.files.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;

/** The texts that show whether something in a project has changed. */
final class SourceMark {

  static final String ABSENT = "absent";

  /** A directory whose entries nobody asked for. */
  static final String DIRECTORY = "directory";

  private static final String LISTING = DIRECTORY + " ";

  private static final String LINK = "link ";

  private SourceMark() {}

  static String file(byte[] content, boolean executable) {
    return (executable ? "program " : "file ") + Digest.named(content);
  }

  static String link(String target) {
    return LINK + target;
  }

  static Optional<String> linkTarget(String mark) {
    return mark.startsWith(LINK) ? Optional.of(mark.substring(LINK.length())) : Optional.empty();
  }

  /** A directory whose entries were asked for; no name holds a slash or a NUL. */
  static String listing(SortedMap<String, SourceEntry.Kind> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach((name, kind) -> text.append(kind).append('/').append(name).append('\0'));
    return LISTING + Digest.named(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  static boolean isListing(String mark) {
    return mark.startsWith(LISTING);
  }

  static boolean isDirectory(String mark) {
    return mark.equals(DIRECTORY) || isListing(mark);
  }

  static boolean isFile(String mark) {
    return mark.startsWith("file ") || mark.startsWith("program ");
  }
}
