package dev.sandboxed.cli;

import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All that a project has for a person to allow. */
final class Approvables {

  private Approvables() {}

  /**
   * Reads it.
   *
   * @param project its top directory, symlinks resolved
   * @throws UserFailure if something of it could not be used if it were allowed
   */
  static List<Approvable> of(Path project) {
    return Stream.of(ProjectFile.of(project).approvable())
        .flatMap(found -> found.stream())
        .toList();
  }
}
