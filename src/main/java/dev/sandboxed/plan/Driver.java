package dev.sandboxed.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Says how a plan is run, as files of the plan directory. It decides nothing: what it writes is the
 * plan in the words of the program that makes the sandbox.
 */
public interface Driver {

  /**
   * The files, by their names in the plan directory.
   *
   * @param directory where the plan directory will be
   * @throws dev.sandboxed.problem.UserFailure if this program cannot run the plan
   */
  Map<String, byte[]> files(SandboxPlan plan, Path directory);

  /** The names of empty files of the plan directory that nobody may open. */
  List<String> closedFiles();

  /** The file descriptors that the launcher opens for the program, by what it reads there. */
  Map<String, Integer> descriptors();
}
