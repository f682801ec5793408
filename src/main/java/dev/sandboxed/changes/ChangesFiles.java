package dev.sandboxed.changes;

import dev.sandboxed.plan.SandboxPlan;
import java.nio.file.Path;
import java.util.Map;

/** The files below {@code changes/} in a plan directory, if the plan asks for them. */
public final class ChangesFiles {

  private static final String LOOK = "look";

  /**
   * An empty repository, the least that git takes for one (is_git_directory in its setup.c). Asked
   * through it, git reads what a project ignores, but not the project's own configuration, which
   * the agent may have written.
   */
  private static final String REPOSITORY = "repository";

  private ChangesFiles() {}

  /**
   * The files' texts, by name.
   *
   * @param find the program that looks at the project
   */
  public static Map<String, String> of(SandboxPlan plan, Path find) {
    return Map.of(
        LOOK,
        find + "\0" + plan.project() + "\0",
        REPOSITORY + "/HEAD",
        "ref: refs/heads/none\n",
        REPOSITORY + "/objects/.none",
        "",
        REPOSITORY + "/refs/.none",
        "");
  }

  /** The project that the text of its file names. */
  static Path project(String text) {
    return Path.of(text.split("\0", -1)[1]);
  }

  static Path lookFile(Path changes) {
    return changes.resolve(LOOK);
  }

  static Path repository(Path changes) {
    return changes.resolve(REPOSITORY);
  }
}
