package dev.sandboxed.host;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the project around the person's working directory. */
final class ProjectProbe {

  private static final String CHOOSE =
      "go into a project's directory, or name one with --project DIR";

  private ProjectProbe() {}

  /**
   * The git work tree around {@code workingDirectory}, else the directory itself, else what {@code
   * asked} names.
   *
   * @throws UserFailure if the project would be a directory that holds more than a project, unless
   *     it was asked for
   */
  static Project find(Path workingDirectory, Optional<Path> asked, Path home) {
    Path here = real(workingDirectory);
    if (asked.isPresent()) {
      Path directory = real(workingDirectory.resolve(asked.get()));
      refuseSystemDirectories(directory);
      return project(directory, here.startsWith(directory) ? here : directory);
    }
    Path directory = workTree(here).orElse(here);
    refuseSystemDirectories(directory);
    if (real(home).startsWith(directory)) {
      throw new UserFailure(
          Problem.of(
              "project.home",
              "the project would be "
                  + directory
                  + ", which "
                  + (real(home).equals(directory) ? "is" : "holds")
                  + " your home directory",
              CHOOSE + " (--project " + directory + " if you really mean it)"));
    }
    return project(directory, here);
  }

  private static Project project(Path directory, Path workingDirectory) {
    return new Project(directory, workingDirectory, linkedGit(directory));
  }

  private static Optional<Path> workTree(Path from) {
    for (Path at = from; at != null; at = at.getParent()) {
      if (FileProbe.present(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /**
   * Directories of the system are no projects: making one writable would hand the machine to the
   * agent, and the kernel's own cannot be mounted as they are.
   */
  private static void refuseSystemDirectories(Path directory) {
    boolean kernel =
        directory.startsWith("/proc")
            || directory.startsWith("/sys")
            || directory.startsWith("/dev");
    boolean top = directory.getNameCount() == 0;
    boolean store = directory.startsWith("/nix/store");
    if (kernel || top || store) {
      throw new UserFailure(
          Problem.of(
              "project.system-directory",
              "the project would be " + directory + ", which belongs to the system",
              CHOOSE));
    }
  }

  /**
   * A linked work tree's {@code .git} is a file that names its repository. An agent can write that
   * file, so the repository has to name the work tree back, at a place only the repository's owner
   * can write.
   */
  private static Optional<Project.LinkedGit> linkedGit(Path directory) {
    Path pointer = directory.resolve(".git");
    if (!Files.isRegularFile(pointer, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(pointer).strip();
      if (!text.startsWith("gitdir: ")) {
        return Optional.empty();
      }
      Path gitDirectory = directory.resolve(text.substring("gitdir: ".length())).toRealPath();
      Path back = Path.of(Files.readString(gitDirectory.resolve("gitdir")).strip());
      Path common = gitDirectory.resolve("../..").normalize();
      boolean linked =
          common.resolve("worktrees").equals(gitDirectory.getParent())
              && gitDirectory.resolve(back).toRealPath().equals(pointer.toRealPath());
      return linked ? Optional.of(new Project.LinkedGit(common)) : Optional.empty();
    } catch (IOException | IllegalArgumentException notALinkedWorkTree) {
      return Optional.empty();
    }
  }

  private static Path real(Path path) {
    try {
      Path real = path.toRealPath();
      if (real.toString().indexOf('\uFFFD') >= 0) {
        throw new UserFailure(
            Problem.of(
                "project.name-not-utf8",
                "the name of " + real + " is not valid UTF-8",
                "rename it"));
      }
      if (!Files.isDirectory(real)) {
        throw new UserFailure(
            Problem.of("project.not-a-directory", path + " is not a directory", CHOOSE));
      }
      return real;
    } catch (IOException e) {
      throw new UserFailure(Problem.of("project.missing", "there is no directory " + path, CHOOSE));
    }
  }
}
