package dev.sandboxed.launch;

import dev.sandboxed.plan.SandboxPlan;
import java.nio.file.Path;
import java.util.Map;

/** What there is below {@code changes/} in a plan directory that asks for them. */
final class ChangesFiles {

  private static final String PROJECT = "project";

  /**
   * A repository without anything in it, and the least that git takes for one (is_git_directory in
   * its setup.c). Asked by way of it, git reads what a project ignores and nothing that the
   * project's own configuration says, which the agent may have written.
   */
  private static final String REPOSITORY = "repository";

  private ChangesFiles() {}

  /** The texts by name. */
  static Map<String, String> of(SandboxPlan plan) {
    return Map.of(
        PROJECT,
        plan.project() + "\0",
        REPOSITORY + "/HEAD",
        "ref: refs/heads/none\n",
        REPOSITORY + "/objects/.none",
        "",
        REPOSITORY + "/refs/.none",
        "");
  }

  /** The project that the text of its file names. */
  static Path project(String text) {
    return Path.of(text.substring(0, text.indexOf('\0')));
  }

  static Path projectFile(Path changes) {
    return changes.resolve(PROJECT);
  }

  static Path repository(Path changes) {
    return changes.resolve(REPOSITORY);
  }
}
