package dev.sandboxed.review;

import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.Copy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file as one side of a diff.
 *
 * @param about what it is, shown beside its name
 * @param lines each with its newline, if it has one
 * @param mark what stands for its content where the lines do not show a difference
 */
record FileSide(String about, List<String> lines, List<String> mark) {

  // Text has few invisible characters, if any; a few are shown in any case.
  private static final int TEXT_PER_UNSEEN = 8;
  private static final int FEW_UNSEEN = 32;

  FileSide {
    lines = List.copyOf(lines);
    mark = List.copyOf(mark);
  }

  static FileSide of(Content content, String path) {
    String mark = content.marks().get(path);
    if (mark == null) {
      return new FileSide("not there", List.of(), List.of());
    }
    return switch (content.copies().get(path)) {
      case null -> opaque("not a file", mark, mark);
      case Copy.OfSymlink link -> opaque("symlink", "symlink to " + link.target(), mark);
      case Copy.OfFile file -> file(file.bytes().getBytes(StandardCharsets.ISO_8859_1), mark);
    };
  }

  private static FileSide opaque(String about, String line, String mark) {
    return new FileSide(about, List.of(line + "\n"), List.of(mark + "\n"));
  }

  private static FileSide file(byte[] bytes, String mark) {
    String size = bytes.length + " bytes";
    String text = Revealed.decoded(bytes);
    long unseen = text.codePoints().filter(FileSide::isUnseenInText).count();
    return unseen > FEW_UNSEEN && unseen * TEXT_PER_UNSEEN > text.length()
        ? opaque("binary, " + size, "binary, " + size + ", not shown: " + mark, mark)
        : new FileSide(
            bytes.length < 1024 ? size : ByteCount.text(bytes.length),
            lines(text),
            List.of(mark + "\n"));
  }

  private static boolean isUnseenInText(int codePoint) {
    return codePoint != '\n' && codePoint != '\r' && Revealed.isUnseen(codePoint);
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
  }
}
