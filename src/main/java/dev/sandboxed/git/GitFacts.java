package dev.sandboxed.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What git has in a project and behind it.
 *
 * @param directory this work tree's own part of the repository, for the conditions of includes
 * @param writable what git must write outside the project
 * @param readable what git must read outside the project
 * @param controls the files that git obeys and that exist
 * @param absent what git would obey if it existed, besides what is found by its name
 * @param outside repositories outside the project, to look at when the session ends
 * @param shared whether git gives what it makes to a group, which needs bits that no sandbox sets
 * @param included the person's own configuration, as far as one file includes another or names
 *     files with data
 * @param programs the variables there that name programs or keys
 * @param alternates the object directories of other repositories that this one borrows from, as the
 *     repository says; an agent may have written that
 */
public record GitFacts(
    Optional<Path> directory,
    List<Path> writable,
    List<Path> readable,
    List<GitControl> controls,
    List<Path> absent,
    List<Path> outside,
    boolean shared,
    List<GitFile> included,
    List<String> programs,
    List<Path> alternates) {

  /** No repository, and nothing included. */
  public static final GitFacts NONE =
      new GitFacts(
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          false,
          List.of(),
          List.of(),
          List.of());

  public GitFacts {
    writable = List.copyOf(writable);
    readable = List.copyOf(readable);
    controls = List.copyOf(controls);
    absent = List.copyOf(absent);
    outside = List.copyOf(outside);
    included = List.copyOf(included);
    programs = List.copyOf(programs);
    alternates = List.copyOf(alternates);
  }
}
