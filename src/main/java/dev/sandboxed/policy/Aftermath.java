package dev.sandboxed.policy;

import dev.sandboxed.git.GitControl;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.profile.Access;
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
 */
public record Aftermath(
    boolean changes,
    List<Path> repositories,
    List<Path> absent,
    List<Path> replaceable,
    List<Login> logins) {

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

  /** Without logins. */
  public Aftermath(
      boolean changes, List<Path> repositories, List<Path> absent, List<Path> replaceable) {
    this(changes, repositories, absent, replaceable, List.of());
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
    return new Aftermath(changes, repositories, absent, replaceable, carried);
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

  public Aftermath {
    logins = List.copyOf(logins);
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
