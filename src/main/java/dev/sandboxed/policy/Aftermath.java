package dev.sandboxed.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * What is looked at when the session has ended.
 *
 * @param changes whether the person is told what of the project is not as it was
 * @param repositories directories below which git's control files are looked for: those that
 *     appeared or changed are told in any case
 * @param absent control files of other names, which were not there
 * @param replaceable what is read-only and may be replaced on the host all the same, without a
 *     word: git does so wherever somebody works in another work tree
 */
public record Aftermath(
    boolean changes, List<Path> repositories, List<Path> absent, List<Path> replaceable) {

  public Aftermath {
    repositories = List.copyOf(repositories);
    absent = List.copyOf(absent);
    replaceable = List.copyOf(replaceable);
  }
}
