package dev.sandboxed.cli.sessions;

import dev.sandboxed.host.HostProbe;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.ObservedLogs;
import dev.sandboxed.state.RunningSessions;
import dev.sandboxed.state.RunningSessions.Running;
import dev.sandboxed.state.Session;
import dev.sandboxed.state.StateDirectory;
import dev.sandboxed.state.Trail;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the session that a command means: by its name, by its process, or without any word. */
public final class SessionChoice {

  private static final String TIER = "allowlist";

  private final HostProbe probe;
  private final Path workingDirectory;

  public SessionChoice(HostProbe probe, Path workingDirectory) {
    this.probe = probe;
    this.workingDirectory = workingDirectory;
  }

  /** Whether a word can name a session: a host has a dot. */
  static boolean isSession(String word) {
    return word.matches("[0-9]+(-[0-9]+)?");
  }

  Path state() {
    Path state = probe.toolDirectories().state();
    new StateDirectory(state).checkVersion();
    return state;
  }

  /** All that run, the oldest first. */
  List<Running> running() {
    return new RunningSessions(state())
        .list().stream().sorted((one, other) -> one.name().compareTo(other.name())).toList();
  }

  /** Whether one still runs. */
  boolean runs(String name) {
    return running().stream().anyMatch(one -> one.name().equals(name));
  }

  /**
   * The running one that is meant: the only one, or that of this project.
   *
   * @throws UserFailure if it is none or cannot be told
   */
  Running one(Optional<String> word) {
    List<Running> all = running();
    if (word.isPresent()) {
      Running named =
          all.stream()
              .filter(one -> isCalled(one.name(), word.get()))
              .findFirst()
              .orElseThrow(() -> none("no session " + Quoted.of(word.get()) + " is running", all));
      return requireTier(named);
    }
    List<Running> fitting = all.stream().filter(one -> one.tier().equals(TIER)).toList();
    if (fitting.size() > 1) {
      Path here = project();
      List<Running> own = fitting.stream().filter(one -> one.project().equals(here)).toList();
      fitting = own.isEmpty() ? fitting : own;
    }
    if (fitting.isEmpty()) {
      throw none("no session in the tier allowlist is running", all);
    }
    if (fitting.size() > 1) {
      throw none("several sessions in the tier allowlist are running: say which one", fitting);
    }
    return fitting.getFirst();
  }

  /**
   * The one of the past that is meant: the last of this project.
   *
   * @throws UserFailure if there is none
   */
  Session past(Optional<String> word) {
    List<Session> all = new Trail(state()).sessions();
    if (word.isPresent()) {
      Session named =
          all.reversed().stream()
              .filter(one -> isCalled(one.name(), word.get()))
              .findFirst()
              .orElseThrow(() -> noPast("no session is called " + Quoted.of(word.get())));
      if (!isWritten(named)) {
        throw noPast(
            "session %s was in the tier %s, and nothing is written down of it: it was not observed"
                .formatted(named.name(), Printable.line(named.tier())));
      }
      return named;
    }
    String here = project().toString();
    return all.reversed().stream()
        .filter(one -> one.project().equals(here) && isWritten(one))
        .findFirst()
        .orElseThrow(() ->
            noPast(
                "no session of "
                    + project()
                    + " was in the tier allowlist or internet-only, or observed (--observe)"));
  }

  /** The last of this project that was observed. */
  Optional<Session> lastObserved() {
    ObservedLogs logs = new ObservedLogs(state());
    String here = project().toString();
    return new Trail(state())
        .sessions().reversed().stream()
            .filter(one -> one.project().equals(here) && logs.has(one.name()))
            .findFirst();
  }

  private boolean isWritten(Session one) {
    return one.tier().equals(TIER)
        || one.end().flatMap(Session.End::unreached).isPresent()
        || new ObservedLogs(state()).has(one.name());
  }

  private Path project() {
    return probe.project(workingDirectory, Optional.empty()).directory();
  }

  private static boolean isCalled(String name, String word) {
    return name.equals(word) || name.endsWith("-" + word);
  }

  private static Running requireTier(Running session) {
    if (!session.tier().equals(TIER)) {
      throw new UserFailure(
          Problem.of(
              "session.other-tier",
              "session %s is in the tier %s, where no list decides"
                  .formatted(session.name(), Printable.line(session.tier())),
              "--network allowlist starts one in which names are allowed"));
    }
    return session;
  }

  private static UserFailure none(String message, List<Running> all) {
    return new UserFailure(
        Problem.of(
            "session.not-told",
            message,
            all.isEmpty()
                ? "sandboxed sessions lists those that run"
                : all.stream().map(SessionChoice::line).collect(Collectors.joining("\n"))));
  }

  private static UserFailure noPast(String message) {
    return new UserFailure(
        Problem.of("session.none", message, "sandboxed audit --json has the names of all"));
  }

  /** One for a person. */
  static String line(Running session) {
    return Printable.line(
        "%s  %s, %s, %s"
            .formatted(session.name(), session.agent(), session.tier(), session.project()));
  }
}
