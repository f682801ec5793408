package dev.sandboxed.follow;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files that instructions in Markdown import by {@code @path}, outside of code. */
final class Imports {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^\\s*(```|~~~).*?(^\\s*\\1|\\z)");
  private static final Pattern SPAN = Pattern.compile("(`+)[^`].*?\\1");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern IMPORT =
      Pattern.compile("(?:^|\\s)@([^\\s\\\\]+(?:\\\\ [^\\s\\\\]*){0,100})");

  private Imports() {}

  static List<String> of(String markdown) {
    String prose =
        Stream.of(BLOCK, SPAN, COMMENT)
            .reduce(
                markdown, (text, code) -> code.matcher(text).replaceAll(""), (one, other) -> other);
    return IMPORT
        .matcher(prose)
        .results()
        .map(found -> found.group(1).replace("\\ ", " "))
        .distinct()
        .toList();
  }
}
