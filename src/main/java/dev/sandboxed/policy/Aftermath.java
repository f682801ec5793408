package dev.sandboxed.policy;

import dev.sandboxed.git.GitControl;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.traps.Traps;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
 * @param logins those that are copied, and looked at during the session, too
 * @param sequel what may follow
 * @param traps what programs outside would obey if it appeared
 * @param observing what is written down meanwhile, if anything is
 */
public record Aftermath(
    boolean changes,
    List<Path> repositories,
    List<Path> absent,
    List<Path> replaceable,
    List<Login> logins,
    Sequel sequel,
    Traps traps,
    Optional<Observing> observing) {

  /**
   * A login that is copied into the agent's directory, because the agent puts a new file in its
   * place.
   *
   * @param instance the copy, on the host
   * @param kept the login itself
   */
  public record Login(Path instance, Path kept, Carriage carriage) {}

  /** What happens to a copy. */
  public enum Carriage {
    /** What the agent makes of it takes the place of the login. */
    BACK,
    /** It is made, and nothing else. */
    COPY,
    /** There is none, and no other session makes one. */
    CLOSED;

    /** As the launcher reads it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Without logins, and nothing follows. */
  public Aftermath(
      boolean changes, List<Path> repositories, List<Path> absent, List<Path> replaceable) {
    this(
        changes,
        repositories,
        absent,
        replaceable,
        List.of(),
        Sequel.NONE,
        Traps.none(Path.of("/")),
        Optional.empty());
  }

  /** The same with logins that are carried. */
  Aftermath with(Optional<AgentState> state, List<Grant> grants) {
    List<Login> carried =
        state.stream()
            .flatMap(agent ->
                agent.credentials().stream()
                    .filter(login ->
                        login.way() == AgentState.Way.CARRIED
                            || login.way() == AgentState.Way.CLOSED)
                    .map(login -> login(agent, login, grants)))
            .toList();
    return new Aftermath(
        changes, repositories, absent, replaceable, carried, sequel, traps, observing);
  }

  private static Login login(AgentState agent, AgentState.Credential login, List<Grant> grants) {
    boolean back = login.writable() && !isInReach(login.source(), grants);
    Carriage open = back ? Carriage.BACK : Carriage.COPY;
    return new Login(
        agent.instance().orElseThrow().resolve(agent.parts().getFirst().in(Path.of(login.name()))),
        login.source(),
        login.way() == AgentState.Way.CLOSED ? Carriage.CLOSED : open);
  }

  /** Whether an agent could lead the launcher elsewhere while it replaces the file. */
  static boolean isInReach(Path file, List<Grant> grants) {
    return grants.stream()
        .anyMatch(grant -> grant.access() == Access.WRITE && file.startsWith(grant.source()));
  }

  /** The same with something written down meanwhile. */
  public Aftermath observing(Observing what) {
    return new Aftermath(
        changes, repositories, absent, replaceable, logins, sequel, traps, Optional.of(what));
  }

  public Aftermath {
    logins = List.copyOf(logins);
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

  static Aftermath of(Settings settings, Path project, GitFacts git, Sequel sequel, Traps traps) {
    return new Aftermath(
        settings.changes().value(),
        Stream.concat(Stream.of(project), git.outside().stream()).toList(),
        git.absent(),
        git.controls().stream().filter(control -> !control.obeyed()).map(GitControl::path).toList(),
        List.of(),
        sequel,
        traps,
        settings.observing());
  }

  /**
   * What is written down of what programs in a session try.
   *
   * @param calls whether that includes what the filter of system calls refuses
   * @param successes whether it includes what is not refused
   * @param origin who asks for it
   */
  public record Observing(boolean calls, boolean successes, Origin origin) {

    /** A description for people, in a few words. */
    public String describe() {
      return (successes ? "everything that is tried" : "what is refused")
          + (calls ? ", system calls as well" : "");
    }
  }
}
