package dev.sandboxed.host;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the project around the person's working directory. */
final class ProjectProbe {

  private static final String CHOOSE =
      "go into a project's directory, or name one with --project DIR";

  private static final List<Path> SHARED = List.of(Path.of("/var/tmp"));

  private static final String GIT_DIRECTORY = "gitdir: ";

  // core.worktree, as git writes it into the configuration of a submodule's repository.
  private static final Pattern WORKTREE =
      Pattern.compile("^\\s*worktree\\s*=\\s*(\\S.*)$", Pattern.MULTILINE);

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
    refuseMoreThanAProject(directory, real(home));
    return project(directory, here);
  }

  /**
   * What people stand in by accident. The sockets in {@code /tmp} alone would be a way out of the
   * sandbox.
   */
  private static void refuseMoreThanAProject(Path directory, Path home) {
    String what;
    if (home.equals(directory)) {
      what = "is your home directory";
    } else if (home.startsWith(directory)) {
      what = "holds your home directory";
    } else if (directory.getNameCount() == 1 || SHARED.stream().anyMatch(directory::equals)) {
      what = "is shared by the whole machine";
    } else {
      return;
    }
    throw new UserFailure(
        Problem.of(
            "project.not-a-project",
            "the project would be " + directory + ", which " + what,
            CHOOSE + " (--project " + directory + " if you really mean it)"));
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
   * The {@code .git} of a linked work tree or a submodule is a file that names its repository. An
   * agent can write that file, so the repository has to name the work tree back, in a place that
   * only those can write who may write the repository anyway.
   */
  private static Optional<Project.LinkedGit> linkedGit(Path directory) {
    Path pointer = directory.resolve(".git");
    if (!Files.isRegularFile(pointer, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(pointer).strip();
      if (!text.startsWith(GIT_DIRECTORY)) {
        return Optional.empty();
      }
      Path git = directory.resolve(text.substring(GIT_DIRECTORY.length())).toRealPath();
      Path common = git.resolve("../..").normalize();
      if (common.resolve("worktrees").equals(git.getParent())) {
        Path back = git.resolve(Files.readString(git.resolve("gitdir")).strip());
        return linked(common, git, back.toRealPath().equals(pointer));
      }
      Matcher worktree = WORKTREE.matcher(Files.readString(git.resolve("config")));
      return linked(
          git,
          git,
          worktree.find() && git.resolve(worktree.group(1).strip()).toRealPath().equals(directory));
    } catch (IOException | IllegalArgumentException notLinked) {
      return Optional.empty();
    }
  }

  private static Optional<Project.LinkedGit> linked(
      Path repository, Path directory, boolean namedBack) {
    return namedBack ? Optional.of(new Project.LinkedGit(repository, directory)) : Optional.empty();
  }

  private static Path real(Path path) {
    try {
      Path real = path.toRealPath();
      requireUtf8(real);
      if (!Files.isDirectory(real)) {
        throw new UserFailure(
            Problem.of("project.not-a-directory", path + " is not a directory", CHOOSE));
      }
      return real;
    } catch (IOException e) {
      // Java has read the name wrongly, and looks for a directory that is not there.
      requireUtf8(path);
      throw new UserFailure(Problem.of("project.missing", "there is no directory " + path, CHOOSE));
    }
  }

  private static void requireUtf8(Path directory) {
    if (directory.toString().indexOf('\uFFFD') >= 0) {
      throw new UserFailure(
          Problem.of(
              "project.name-not-utf8",
              "the name of " + directory + " is not valid UTF-8",
              "rename it"));
    }
  }
}
