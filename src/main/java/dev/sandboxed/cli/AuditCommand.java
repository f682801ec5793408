package dev.sandboxed.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.RunningSessions;
import dev.sandboxed.state.Session;
import dev.sandboxed.state.Trail;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sandboxed audit}: the trail of sessions. */
@Command(
    name = "audit",
    description = {
      "Shows every session so far.",
      "Of each it says when it ran, in your time zone, with which agent, in which project, and how it ended.",
      "Each line of the trail has the hash of the line before. This shows whether lines were changed or removed from the middle, but not whether the last ones were."
    },
    mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {

  // No directory has this name.
  private static final String HERE = "";

  private static final String ALLOWLIST = "allowlist";

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final Streams streams;
  private final HostProbe probe;
  private final Path workingDirectory;
  private final Supplier<Path> stateDirectory;

  @Option(
      names = "--json",
      description = "Print one JSON object per line instead, with everything that is known.")
  boolean json;

  @Option(names = "--verify", description = "Check instead whether the trail is as it was written.")
  boolean verify;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      arity = "0..1",
      fallbackValue = HERE,
      description = "Only the sessions of one project; without DIR, of the one here.")
  @Nullable String project;

  @Option(names = "--last", paramLabel = "N", description = "Only the last N of them.")
  @Nullable Integer last;

  AuditCommand(
      Streams streams, HostProbe probe, Path workingDirectory, Supplier<Path> stateDirectory) {
    this.streams = streams;
    this.probe = probe;
    this.workingDirectory = workingDirectory;
    this.stateDirectory = stateDirectory;
  }

  @Override
  public void run() {
    Trail trail = new Trail(stateDirectory.get());
    if (verify) {
      streams.out().println(trail.check());
      return;
    }
    List<Session> sessions = wanted(trail.sessions());
    Set<String> running =
        new RunningSessions(stateDirectory.get())
            .list().stream().map(RunningSessions.Running::name).collect(Collectors.toSet());
    if (json) {
      sessions.forEach(session -> streams.out().println(json(session, running)));
    } else {
      table(sessions, running);
    }
  }

  private List<Session> wanted(List<Session> all) {
    Optional<String> only = Optional.ofNullable(project).map(this::directory);
    List<Session> wanted =
        all.stream()
            .filter(session -> only.isEmpty() || only.get().equals(session.project()))
            .toList();
    if (last == null) {
      return wanted;
    }
    if (last < 1) {
      throw new UserFailure(
          Problem.of("option.usage", "--last takes a number from 1 on", "for example: --last 10"));
    }
    return wanted.subList(Math.max(0, wanted.size() - last), wanted.size());
  }

  /** As the trail has it. A project that is gone has sessions, too. */
  private String directory(String said) {
    if (said.equals(HERE)) {
      return probe.project(workingDirectory, Optional.empty()).directory().toString();
    }
    Path path = workingDirectory.resolve(said).normalize();
    return probe.inquiry().isDirectory(path)
        ? probe.project(workingDirectory, Optional.of(path)).directory().toString()
        : path.toString();
  }

  /** What cannot be read as a time is shown as it is. */
  private static String local(String time) {
    try {
      return LOCAL.format(Instant.parse(time).atZone(ZoneId.systemDefault()));
    } catch (DateTimeException unknown) {
      return Printable.line(time);
    }
  }

  private void table(List<Session> sessions, Set<String> running) {
    if (sessions.isEmpty()) {
      streams.out().println(project == null ? "no session yet" : "no session of this project yet");
      return;
    }
    row("started", "took", "ended", "agent", "network", "project");
    for (Session session : sessions) {
      row(
          local(session.started()),
          session.end().flatMap(Session.End::seconds).map(AuditCommand::duration).orElse(""),
          end(session, running),
          session.agent(),
          session.tier(),
          session.project());
      beneath(session);
    }
  }

  /** What a session of allowlist connected to, and what it was let reach while it ran. */
  private void beneath(Session session) {
    Path log = new ConnectionLogs(stateDirectory.get()).connections(session.name());
    if (session.tier().equals(ALLOWLIST) && probe.inquiry().isFile(log)) {
      ConnectionLogs.Counted counted = counted(session);
      streams
          .out()
          .printf(
              Locale.ROOT,
              "  connections: %d allowed, %d refused: %s%n",
              counted.all() - counted.refused(),
              counted.refused(),
              Printable.line(log.toString()));
    }
    if (session.unreached() > 0) {
      streams
          .out()
          .printf(
              Locale.ROOT,
              "  connections: at least %d may have been refused%n",
              session.unreached());
    }
    session
        .grants()
        .forEach(grant ->
            streams
                .out()
                .println(
                    Printable.line(
                        "  allowed meanwhile (%s): %s"
                            .formatted(grant.by(), String.join(", ", grant.hosts())))));
  }

  private ConnectionLogs.Counted counted(Session session) {
    return new ConnectionLogs(stateDirectory.get()).counted(session.name());
  }

  private void row(String started, String took, String ended, String... rest) {
    // As wide as a time, 99 hours, "running" and the longest tier.
    streams
        .out()
        .printf(
            Locale.ROOT,
            "%-20s  %8s  %-7s  %-8s  %-13s  %s%n",
            started,
            took,
            ended,
            Printable.line(rest[0]),
            rest[1],
            Printable.line(rest[2]));
  }

  private static String end(Session session, Set<String> running) {
    if (session.end().isEmpty()) {
      return running.contains(session.name()) ? "running" : "killed";
    }
    return session.end().flatMap(Session.End::status).map(String::valueOf).orElse("killed");
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  private void connections(ObjectNode node, Session session) {
    Path log = new ConnectionLogs(stateDirectory.get()).connections(session.name());
    if (session.tier().equals(ALLOWLIST) && probe.inquiry().isFile(log)) {
      ConnectionLogs.Counted counted = counted(session);
      node.putObject("connections")
          .put("allowed", counted.all() - counted.refused())
          .put("refused", counted.refused())
          .put("log", log.toString());
    } else {
      node.putNull("connections");
    }
  }

  private String json(Session session, Set<String> running) {
    ObjectNode node = Json.begun();
    node.put("session", session.name());
    node.put("started", session.started());
    node.put("agent", session.agent());
    node.put("project", session.project());
    session.profiles().forEach(node.putArray("profiles")::add);
    node.put("tier", session.tier());
    node.put("plan", session.plan());
    session.options().forEach(node.putArray("options")::add);
    var grants = node.putArray("grants");
    session
        .grants()
        .forEach(grant -> {
          ObjectNode one = grants.addObject().put("time", grant.time());
          grant.hosts().forEach(one.putArray("hosts")::add);
          one.put("by", grant.by()).put("saved", grant.saved().orElse(null));
        });
    connections(node, session);
    node.put("running", session.end().isEmpty() && running.contains(session.name()));
    session
        .end()
        .ifPresent(end -> {
          node.put("ended", end.time());
          node.put("status", end.status().orElse(null));
          node.put("seconds", end.seconds().orElse(null));
          node.put("unreached", end.unreached().orElse(null));
        });
    return Json.text(node);
  }
}
