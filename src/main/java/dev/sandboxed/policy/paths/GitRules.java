package dev.sandboxed.policy.paths;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that every sandbox has for a project's repository: all of it is in its place, and what
 * git obeys is read-only. A layer that names the same path overrides them.
 */
public final class GitRules {

  private static final String REPOSITORY = "the repository of this work tree";

  private GitRules() {}

  /** The rules; their patterns are literal. */
  static List<PathRule> of(GitFacts git) {
    List<PathRule> rules = new ArrayList<>();
    git.writable().forEach(path -> rules.add(rule(Access.WRITE, path, REPOSITORY)));
    git.readable().forEach(path -> rules.add(rule(Access.READ, path, REPOSITORY)));
    git.controls()
        .forEach(control -> rules.add(rule(Access.PROTECT, control.path(), control.why())));
    return rules;
  }

  /**
   * Variables that turn group sharing off. Otherwise git would try to set the bit that gives a new
   * directory its parent's group, fail, and so not create any object.
   */
  public static List<Variable> variables(GitFacts git) {
    Origin origin =
        new Origin.BuiltIn("git in a sandbox cannot share what it creates with a group");
    return git.shared()
        ? List.of(
            new Variable.Set("GIT_CONFIG_COUNT", "1", origin),
            new Variable.Set("GIT_CONFIG_KEY_0", "core.sharedRepository", origin),
            new Variable.Set("GIT_CONFIG_VALUE_0", "umask", origin))
        : List.of();
  }

  private static PathRule rule(Access access, Path path, String why) {
    return new PathRule(access, path.toString(), true, new Origin.BuiltIn(why));
  }
}
