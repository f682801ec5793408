package dev.sandboxed.cli.sessions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.state.RunningSessions.Running;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sandboxed sessions}: those that run. */
@Command(
    name = "sessions",
    description = {
      "Lists the sessions that run now.",
      "Each has a name, which grant, watch and denials take; the number at its end is enough, which is that of its process."
    })
public final class SessionsCommand implements Runnable {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final String ROW = "%-24s  %-20s  %-8s  %-13s  %s%n";

  private final Desk desk;
  private final SessionChoice choice;

  @Mixin JsonOption form = new JsonOption();

  public SessionsCommand(Desk desk, SessionChoice choice) {
    this.desk = desk;
    this.choice = choice;
  }

  @Override
  public void run() {
    List<Running> running = choice.running();
    if (form.json) {
      running.forEach(one -> desk.out().println(json(one)));
    } else if (running.isEmpty()) {
      desk.out().println("no session is running");
    } else {
      desk.out().printf(Locale.ROOT, ROW, "session", "started", "agent", "network", "project");
      running.forEach(one ->
          desk.out()
              .printf(
                  Locale.ROOT,
                  ROW,
                  one.name(),
                  one.since().map(SessionsCommand::local).orElse(""),
                  Printable.line(one.agent()),
                  Printable.line(one.tier()),
                  Printable.line(one.project().toString())));
    }
  }

  private static String local(Instant time) {
    return LOCAL.format(time.atZone(ZoneId.systemDefault()));
  }

  private String json(Running session) {
    ObjectNode node = desk.begun().get();
    node.put("session", session.name());
    node.put(
        "started",
        session.since().map(time -> time.toString().replaceFirst("\\.[0-9]+", "")).orElse(null));
    node.put("process", session.process());
    node.put("agent", session.agent());
    node.put("project", session.project().toString());
    session.profiles().forEach(node.putArray("profiles")::add);
    node.put("tier", session.tier());
    node.put("plan", session.plan());
    return desk.text().apply(node);
  }
}
