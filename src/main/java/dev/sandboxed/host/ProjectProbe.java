package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the project around the person's working directory. */
final class ProjectProbe {

  private static final String CHOOSE =
      "go into a project's directory, or name one with --project DIR";

  private static final List<Path> SHARED = List.of(Path.of("/var/tmp"));

  /** A directory with one of these in it is a project. */
  private static final List<String> SIGNS = List.of(".git", ".sandboxed.toml");

  private final Inquiry inquiry;

  ProjectProbe(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * The git work tree around {@code workingDirectory}, else the directory itself, else what {@code
   * asked} names.
   *
   * @throws UserFailure if the directory would hold more than a project, unless it was asked for
   */
  Project find(Path workingDirectory, Optional<Path> asked, Path home) {
    Path here = real(workingDirectory);
    if (asked.isPresent()) {
      Path directory = real(workingDirectory.resolve(asked.get()));
      refuseSystemDirectories(directory);
      return project(directory, here.startsWith(directory) ? here : directory, home);
    }
    Path directory = workTree(here).orElse(here);
    refuseSystemDirectories(directory);
    refuseMoreThanAProject(directory, real(home));
    return project(directory, here, home);
  }

  /**
   * Refuses directories that people are in by accident. The sockets in {@code /tmp} alone would be
   * a way out of the sandbox.
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

  private Project project(Path directory, Path workingDirectory, Path home) {
    Path realHome = real(home);
    List<Path> enclosing = new ArrayList<>();
    for (Path at = directory.getParent(); at != null; at = at.getParent()) {
      Path above = at;
      // A home is not a project, as refuseMoreThanAProject says, unless it is asked for.
      if (!realHome.startsWith(at) && SIGNS.stream().anyMatch(sign -> isThere(above, sign))) {
        enclosing.add(at);
      }
    }
    return new Project(directory, workingDirectory, enclosing);
  }

  private Optional<Path> workTree(Path from) {
    for (Path at = from; at != null; at = at.getParent()) {
      if (isThere(at, ".git")) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /**
   * An agent can close its project's directory. If that looked like a directory without a
   * repository, a directory above it would become the project of the next launch.
   */
  private boolean isThere(Path directory, String name) {
    Path path = directory.resolve(name);
    try {
      inquiry.at(path, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "project.unreadable",
              "cannot see whether " + path + " exists",
              "make the directory readable for you: chmod u+rwx " + directory));
    }
  }

  /**
   * System directories are not projects: making one writable would hand the machine to the agent,
   * and the kernel's own cannot be mounted unchanged.
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

  private Path real(Path path) {
    try {
      Path real = inquiry.real(path);
      requireUtf8(real);
      if (!inquiry.isDirectory(real)) {
        throw new UserFailure(
            Problem.of("project.not-a-directory", path + " is not a directory", CHOOSE));
      }
      return real;
    } catch (IOException e) {
      // Java has misread the name, and looks for a directory that does not exist.
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
