package dev.sandboxed.host.survey;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern below a directory: {@code *} and {@code ?} stay within one component, {@code **}
 * crosses components, and a leading or inner {@code **}{@code /} also matches no component at all.
 * Everything else is literal.
 *
 * @param base the directory the pattern starts at, without wildcards
 * @param pattern relative to the base, with at least one wildcard
 */
public record Glob(Path base, String pattern) {

  // What java.util.regex takes for a line break.
  private static final Pattern LINE_BREAK = Pattern.compile("[\n\r\u0085\u2028\u2029]");

  /** Whether a path written by a person is a pattern. */
  public static boolean isGlob(String path) {
    return path.indexOf('*') >= 0 || path.indexOf('?') >= 0;
  }

  /**
   * Splits a pattern at its first component with a wildcard.
   *
   * @param start a directory, taken literally
   * @param pattern relative to it
   */
  public static Glob of(Path start, String pattern) {
    List<String> components = List.of(pattern.split("/", -1));
    int literal = 0;
    while (literal < components.size() - 1 && !isGlob(components.get(literal))) {
      literal++;
    }
    return new Glob(
        start.resolve(String.join("/", components.subList(0, literal))),
        String.join("/", components.subList(literal, components.size())));
  }

  /** Whether matches can lie deeper than the pattern has components. */
  public boolean crossesDirectories() {
    return pattern.contains("**");
  }

  /** The most components that a match can have below the base. */
  public int depth() {
    return crossesDirectories() ? Integer.MAX_VALUE : pattern.split("/", -1).length;
  }

  /** Whether a path's last component matches a pattern without slashes, or is that text. */
  public static boolean matchesName(String pattern, Path path) {
    Path name = path.getFileName();
    return name != null
        && (isGlob(pattern)
            ? new Glob(Path.of("/"), pattern).matcher().matches(name)
            : name.toString().equals(pattern));
  }

  /** Matches paths relative to the base. */
  public PathMatcher matcher() {
    // Java's globs have more special characters than these, and its "**/x" does not match "x".
    String literal = pattern.replaceAll("[\\[\\]{}\\\\,]", "\\\\$0");
    String withNone = literal.replace("**/", "{**/,}");
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + oneLine(withNone));
    return path -> matcher.matches(Path.of(oneLine(path.toString())));
  }

  /** Java's {@code **} stops at a line break, and a directory's name can hold one. */
  private static String oneLine(String text) {
    return LINE_BREAK.matcher(text).replaceAll(" ");
  }
}
