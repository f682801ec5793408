package dev.sandboxed.policy;

import dev.sandboxed.host.HostFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that a path in a profile may start from or hold. */
final class Places {

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([^}]*)\\}|([A-Za-z_][A-Za-z0-9_]*)|\\$)");

  private final Path home;
  private final Path project;
  private final Map<String, String> variables = new TreeMap<>();

  Places(HostFacts host) {
    home = host.person().home();
    project = host.project().directory();
    host.xdg().forEach((name, directory) -> variables.put(name, directory.toString()));
    variables.put("HOME", home.toString());
    variables.put("PROJECT", project.toString());
    variables.put("USER", host.person().name());
  }

  /** The directory that relative paths start from. */
  Path project() {
    return project;
  }

  /**
   * A path as written, with its names replaced and {@code .} and {@code ..} resolved. Wildcards
   * stay as they are, and so does a relative path; {@code $$} stands for one dollar sign.
   *
   * @throws UserFailure for a variable that is none of ours
   */
  String expand(String written, Origin origin) {
    String path = written;
    if (path.equals("~") || path.startsWith("~/")) {
      path = home + path.substring(1);
    }
    StringBuilder expanded = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(path);
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String value = name == null ? "$" : variables.get(name);
      if (value == null) {
        throw new UserFailure(unknown(written, name, origin));
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(expanded);
    return Path.of(expanded.toString()).normalize().toString();
  }

  private Problem unknown(String written, @Nullable String name, Origin origin) {
    String hint = "known are ~, " + "$" + String.join(", $", variables.keySet());
    String message = "unknown variable $" + name + " in path \"" + written + "\"";
    return new Problem("policy.unknown-variable", message, Places.position(origin), hint);
  }

  /** The place in a file that an origin names, if it is one. */
  static Optional<SourcePosition> position(Origin origin) {
    return origin instanceof Origin.Line line ? Optional.of(line.position()) : Optional.empty();
  }
}
