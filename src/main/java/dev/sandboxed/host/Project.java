package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the agent is to work on.
 *
 * @param directory its top, with every symlink resolved
 * @param workingDirectory where the person stands, at or below the top, resolved too
 * @param git the repository's own directory, where it is not simply {@code .git} in the project
 */
public record Project(Path directory, Path workingDirectory, Optional<LinkedGit> git) {

  /**
   * The repository behind a linked work tree ({@code git worktree add}) or a submodule: git works
   * only where its directories are visible.
   *
   * @param commonDirectory the repository's own directory, which all its work trees share
   * @param directory this work tree's part of it; the same for a submodule
   */
  public record LinkedGit(Path commonDirectory, Path directory) {}
}
