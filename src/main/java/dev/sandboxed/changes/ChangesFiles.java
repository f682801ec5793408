package dev.sandboxed.changes;

import dev.sandboxed.plan.SandboxPlan;
import java.nio.file.Path;
import java.util.Map;

/** The files below {@code changes/} in a plan directory, if the plan asks for them. */
public final class ChangesFiles {

  private static final String PROJECT = "project";

  /**
   * An empty repository, the least that git takes for one (is_git_directory in its setup.c). Asked
   * through it, git reads what a project ignores, but not the project's own configuration, which
   * the agent may have written.
   */
  private static final String REPOSITORY = "repository";

  private ChangesFiles() {}

  /** The files' texts, by name. */
  public static Map<String, String> of(SandboxPlan plan) {
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
