package dev.sandboxed.policy;

import dev.sandboxed.git.GitControl;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
 * @param sequel what may follow
 */
public record Aftermath(
    boolean changes,
    List<Path> repositories,
    List<Path> absent,
    List<Path> replaceable,
    Sequel sequel) {

  public Aftermath {
    repositories = List.copyOf(repositories);
    absent = List.copyOf(absent);
    replaceable = List.copyOf(replaceable);
  }

  /**
   * What may follow.
   *
   * @param again the exit status with which the agent asks to be started again
   * @param state the directory on the host in which it keeps its sessions; empty if it has none
   * @param sessions a pattern of their files there
   * @param resume the arguments that go on with the newest one
   */
  public record Sequel(
      Optional<Integer> again, Optional<Path> state, String sessions, List<String> resume) {

    /** Nothing. */
    public static final Sequel NONE = new Sequel(Optional.empty(), Optional.empty(), "", List.of());

    public Sequel {
      resume = List.copyOf(resume);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
      return again.isEmpty() && state.isEmpty();
    }

    static Sequel of(AgentDefinition.Afterwards afterwards, Optional<AgentState> state) {
      Optional<Path> directory =
          state
              .filter(_ -> afterwards.sessions().isPresent() && !afterwards.resume().isEmpty())
              .flatMap(own ->
                  own.instance().map(instance -> instance.resolve(own.parts().getFirst().name())));
      return directory.isPresent()
          ? new Sequel(
              afterwards.again(),
              directory,
              afterwards.sessions().orElseThrow(),
              afterwards.resume())
          : new Sequel(afterwards.again(), directory, "", List.of());
    }
  }

  static Aftermath of(Settings settings, Path project, GitFacts git, Sequel sequel) {
    return new Aftermath(
        settings.changes().value(),
        Stream.concat(Stream.of(project), git.outside().stream()).toList(),
        git.absent(),
        git.controls().stream().filter(control -> !control.obeyed()).map(GitControl::path).toList(),
        sequel);
  }
}
