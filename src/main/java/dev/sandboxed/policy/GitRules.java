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

  private static PathRule rule(Access access, Path path, String why) {
    return new PathRule(access, path.toString(), true, new Origin.BuiltIn(why));
  }
}
