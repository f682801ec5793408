package dev.sandboxed.policy;

import dev.sandboxed.git.GitControl;
import dev.sandboxed.git.GitFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

  static Aftermath of(Settings settings, Path project, GitFacts git) {
    return new Aftermath(
        settings.changes().value(),
        Stream.concat(Stream.of(project), git.outside().stream()).toList(),
        git.absent(),
        git.controls().stream()
            .filter(control -> !control.obeyed())
            .map(GitControl::path)
            .toList());
  }
}
