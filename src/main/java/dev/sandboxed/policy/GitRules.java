package dev.sandboxed.policy;

import dev.sandboxed.git.GitFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What every sandbox has of a project's repository: all of it where it lies, and read-only what git
 * obeys. A layer that names the same path has the last word.
 */
final class GitRules {

  private static final String REPOSITORY = "the repository of this work tree";

  private GitRules() {}

  /** The rules, whose patterns are literal. */
  static List<PathRule> of(GitFacts git) {
    List<PathRule> rules = new ArrayList<>();
    git.writable().forEach(path -> rules.add(rule(Access.WRITE, path, REPOSITORY)));
    git.readable().forEach(path -> rules.add(rule(Access.READ, path, REPOSITORY)));
    git.controls()
        .forEach(control -> rules.add(rule(Access.PROTECT, control.path(), control.why())));
    return rules;
  }

  /**
   * git would fail to set the bit that gives a new directory its parent's group, and so to make any
   * object: inside it makes files as everybody else does.
   */
  static List<Variable> variables(GitFacts git) {
    Origin origin = new Origin.BuiltIn("git cannot share what it makes in a sandbox with a group");
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
