package dev.sandboxed.nix.store;

import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code nix path-info --size} prints: lines of a store path, white space, and its NAR size.
 */
public final class PathInfo {

  // 18 digits are more bytes than anybody has, and fit in a long.
  private static final Pattern PATH_AND_SIZE = Pattern.compile("(\\S+)\\s+(\\d{1,18})\\s*");

  private PathInfo() {}

  public static Map<StorePath, Long> sizes(String output) {
    Map<StorePath, Long> sizes = new TreeMap<>();
    output.lines().forEach(line -> add(line, sizes));
    return sizes;
  }

  private static void add(String line, Map<StorePath, Long> sizes) {
    Matcher matcher = PATH_AND_SIZE.matcher(line);
    Optional<StorePath> path =
        matcher.matches() ? StorePath.of(matcher.group(1)) : Optional.empty();
    sizes.put(path.orElseThrow(() -> unreadable(line)), Long.valueOf(matcher.group(2)));
  }

  private static UserFailure unreadable(String line) {
    return new UserFailure(
        Problem.of(
            "nix.unreadable",
            "nix path-info printed a line that is not a store path and its size: "
                + Printable.line(line),
            "Is the nix on PATH the real one? Please report this with its version."));
  }
}
