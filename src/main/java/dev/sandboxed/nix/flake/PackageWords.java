package dev.sandboxed.nix.flake;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The installables of packages, as Nix gets them when it runs outside the project. */
public final class PackageWords {

  private PackageWords() {}

  /**
   * The words for Nix, in their order.
   *
   * @throws UserFailure with every one that is a flake in the project
   */
  public static List<String> outside(Inquiry inquiry, Path project, List<String> installables) {
    List<String> words = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String installable : installables) {
      switch (Installable.of(installable, project)) {
        case Installable.Remote(String remote) -> words.add(remote);
        case Installable.Local(Path directory, String attribute) -> {
          if (directory.startsWith(project)
              || real(inquiry, directory).startsWith(real(inquiry, project))) {
            problems.add(inProject(installable));
          }
          words.add(attribute.isEmpty() ? directory.toString() : directory + "#" + attribute);
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return words;
  }

  private static Problem inProject(String installable) {
    return Problem.of(
        "packages.in-project",
        "the package %s is a flake in the project, which an agent can write: it would be evaluated"
                .formatted(Quoted.of(installable))
            + " and built without a sandbox",
        "Put it into the project's dev shell and use --devshell, which asks you about every"
            + " change.");
  }

  private static Path real(Inquiry inquiry, Path path) {
    try {
      return inquiry.real(path);
    } catch (IOException absent) {
      return path;
    }
  }
}
