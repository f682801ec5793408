package dev.sandboxed.follow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds the files that instructions in Markdown import by {@code @path}, outside of code. An
 * imported file may be one that an agent has written, so each step looks at every character once:
 * an expression that goes back over blank lines would take years.
 */
final class Imports {

  private static final List<String> FENCES = List.of("```", "~~~");
  private static final Pattern TICKS = Pattern.compile("`++");
  private static final Pattern IMPORT =
      Pattern.compile("(?:^|\\s)@([^\\s\\\\]++(?:\\\\ [^\\s\\\\]*+){0,100}+)");

  private Imports() {}

  /** At most so many of them, as they are written. */
  static List<String> of(String markdown, int most) {
    StringBuilder prose = new StringBuilder();
    String fence = "";
    for (String line : (Iterable<String>) markdown.lines()::iterator) {
      String start = line.stripLeading();
      if (!fence.isEmpty()) {
        fence = start.startsWith(fence) ? "" : fence;
      } else {
        fence = FENCES.stream().filter(start::startsWith).findFirst().orElse("");
        prose.append(fence.isEmpty() ? withoutSpans(line) : "").append('\n');
      }
    }
    return IMPORT
        .matcher(withoutComments(prose.toString()))
        .results()
        .map(found -> found.group(1).replace("\\ ", " "))
        .distinct()
        .limit(most)
        .toList();
  }

  /** A span of code ends with as many ticks as it begins with. */
  private static String withoutSpans(String line) {
    List<MatchResult> ticks = TICKS.matcher(line).results().toList();
    Map<Integer, Integer> last = new HashMap<>();
    for (int at = 0; at < ticks.size(); at++) {
      last.put(length(ticks.get(at)), at);
    }
    StringBuilder rest = new StringBuilder();
    int from = 0;
    int at = 0;
    while (at < ticks.size()) {
      int opening = at;
      int length = length(ticks.get(opening));
      at++;
      if (last.getOrDefault(length, 0) > opening) {
        while (length(ticks.get(at)) != length) {
          at++;
        }
        rest.append(line, from, ticks.get(opening).start());
        from = ticks.get(at).end();
        at++;
      }
    }
    return rest.append(line, from, line.length()).toString();
  }

  private static int length(MatchResult ticks) {
    return ticks.end() - ticks.start();
  }

  private static String withoutComments(String text) {
    StringBuilder rest = new StringBuilder();
    int from = 0;
    int begin = text.indexOf("<!--");
    int end = begin < 0 ? -1 : text.indexOf("-->", begin + 4);
    while (end >= 0) {
      rest.append(text, from, begin);
      from = end + 3;
      begin = text.indexOf("<!--", from);
      end = begin < 0 ? -1 : text.indexOf("-->", begin + 4);
    }
    return rest.append(text, from, text.length()).toString();
  }
}
