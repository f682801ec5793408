package dev.sandboxed.git;

import java.nio.file.Path;

/**
 * What the {@code .git} of a project is when it is not the repository itself: in a linked work tree
 * and in a submodule it is a file that names the repository.
 */
public sealed interface GitPointer {

  /** There is no such file. */
  record None() implements GitPointer {}

  /**
   * A file that does not lead to a repository.
   *
   * @param why as the rest of a sentence about it
   */
  record Broken(String why) implements GitPointer {}

  /**
   * A file that leads to a repository. All paths are real.
   *
   * @param directory this work tree's own part of the repository
   * @param common what all its work trees share; the same for a submodule
   * @param namedBack whether the repository names this work tree, too
   * @param bytes of the file, each as one character
   */
  record Leads(Path directory, Path common, boolean namedBack, String bytes)
      implements GitPointer {}
}
