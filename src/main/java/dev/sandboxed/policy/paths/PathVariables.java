package dev.sandboxed.policy.paths;

import dev.sandboxed.host.HostFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that a path in a profile may start with or contain. */
public final class PathVariables {

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([^}]*)\\}|([A-Za-z_][A-Za-z0-9_]*)|\\$)");

  // Variables that not every environment has.
  private static final String AGENT = "SSH_AUTH_SOCK";
  private static final String RUNTIME = "XDG_RUNTIME_DIR";

  private final Path home;
  private final Path project;
  private final Map<String, String> variables = new TreeMap<>();

  public PathVariables(HostFacts host) {
    home = host.person().home();
    project = host.project().directory();
    host.environment()
        .xdg()
        .forEach((name, directory) -> variables.put(name, directory.toString()));
    host.environment().sshAgent().ifPresent(socket -> variables.put(AGENT, socket.toString()));
    variables.put("HOME", home.toString());
    variables.put("PROJECT", project.toString());
    variables.put("USER", host.person().name());
  }

  /** The directory that relative paths start from. */
  Path project() {
    return project;
  }

  /** Whether a path uses a variable that need not be set, and is not set here. */
  boolean lacksOneOf(String written) {
    return VARIABLE.matcher(written).results().anyMatch(found -> lacks(name(found)));
  }

  private boolean lacks(@Nullable String name) {
    return (AGENT.equals(name) || RUNTIME.equals(name)) && !variables.containsKey(name);
  }

  private static @Nullable String name(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  /**
   * Expands a path: its names are replaced and {@code .} and {@code ..} resolved. Wildcards stay as
   * they are, and a relative path stays relative; {@code $$} stands for one dollar sign.
   *
   * @throws UserFailure for a variable that sandboxed does not know, or that is not set here
   */
  public String expand(String written, Origin origin) {
    String path = written;
    if (path.equals("~") || path.startsWith("~/")) {
      path = home + path.substring(1);
    }
    StringBuilder expanded = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(path);
    while (matcher.find()) {
      String name = name(matcher);
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
    if (lacks(name)) {
      return new Problem(
          "policy.unset-variable",
          "$" + name + " is not set, or not to an absolute path, in path \"" + written + "\"",
          origin.where(),
          "set it, or write { path = \"" + written + "\", optional = true }");
    }
    String hint = "known: ~, " + "$" + String.join(", $", variables.keySet());
    String message = "unknown variable $" + name + " in path \"" + written + "\"";
    return new Problem("policy.unknown-variable", message, origin.where(), hint);
  }
}
