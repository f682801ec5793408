package dev.sandboxed.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * The things to look at when the session has ended.
 *
 * @param changes whether the person is told what changed in the project
 * @param repositories directories below which to look for git's control files; those that appeared
 *     or changed are reported in any case
 * @param absent control files with other names, which were missing
 * @param replaceable read-only files that may be replaced on the host without a report: git does so
 *     whenever somebody works in another work tree
 */
public record Aftermath(
    boolean changes, List<Path> repositories, List<Path> absent, List<Path> replaceable) {

  public Aftermath {
    repositories = List.copyOf(repositories);
    absent = List.copyOf(absent);
    replaceable = List.copyOf(replaceable);
  }
}
