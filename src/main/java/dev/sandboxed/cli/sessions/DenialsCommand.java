package dev.sandboxed.cli.sessions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.denials.Advice;
import dev.sandboxed.denials.Denials;
import dev.sandboxed.denials.Denials.Denied;
import dev.sandboxed.denials.Refusal;
import dev.sandboxed.names.HostName;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sandboxed denials}: what a session was refused. */
@Command(
    name = "denials",
    description = {
      "Shows what a session was refused, why, and what would allow it.",
      "Only the tier allowlist writes that down. Without SESSION it is the last one of this project, whether it runs or not."
    })
public final class DenialsCommand implements Runnable {

  // Some screens; an agent can make as many as it likes.
  private static final int MOST_SHOWN = 200;

  private final Desk desk;
  private final SessionChoice choice;

  @Parameters(
      arity = "0..1",
      paramLabel = "SESSION",
      description = "its name in sessions or audit, or the number of its process")
  @Nullable String session;

  @Mixin JsonOption form = new JsonOption();

  public DenialsCommand(Desk desk, SessionChoice choice) {
    this.desk = desk;
    this.choice = choice;
  }

  @Override
  public void run() {
    Session of = choice.past(Optional.ofNullable(session));
    Denials denials = new Denials();
    ConnectionLogs logs = new ConnectionLogs(choice.state());
    for (Path file : List.of(logs.refusals(of.name()), logs.names(of.name()))) {
      ConnectionLogs.each(file, line -> Refusal.of(line).ifPresent(denials::add));
    }
    List<Denied> list =
        denials.list(of.grants().stream().flatMap(grant -> grant.hosts().stream()).toList());
    boolean running = choice.runs(of.name());
    if (form.json) {
      desk.out().println(json(of, running, list, denials.others()));
    } else {
      show(of, running, list, denials.others());
    }
  }

  private void show(Session of, boolean running, List<Denied> list, long others) {
    if (list.isEmpty()) {
      desk.say("session " + of.name() + " was refused nothing");
      return;
    }
    desk.say(
        Printable.line(
            "session %s, %s in %s%s"
                .formatted(of.name(), of.agent(), of.project(), running ? ", still running" : "")));
    list.stream().limit(MOST_SHOWN).forEach(this::show);
    long more = list.size() - Math.min(list.size(), MOST_SHOWN) + others;
    if (more > 0) {
      desk.say(more + " more are not shown: --json has the first 10000");
    }
    if (list.stream().anyMatch(one -> Advice.of(one.refusal()).line().isPresent())) {
      desk.say("Such a line counts below [network] of a profile, from the next launch on.");
      if (running) {
        desk.say(
            "While this session runs: sandboxed grant %s HOST; --save PROFILE writes it as well."
                .formatted(of.name().replaceFirst(".*-", "")));
      }
    }
  }

  /** What is no name could be words that look like sandboxed's. */
  private static String target(Refusal refusal) {
    return refusal.name().isEmpty() || HostName.isOne(refusal.name())
        ? refusal.target()
        : Quoted.of(refusal.target());
  }

  private void show(Denied one) {
    Refusal refusal = one.refusal();
    Advice advice = Advice.of(refusal);
    boolean asked = refusal.kind().equals(Refusal.QUESTION);
    desk.say(
        Printable.whole(
            "%s  %s %s: %s"
                .formatted(
                    target(refusal),
                    asked ? "asked for" : "refused",
                    one.times() == 1 ? "once" : one.times() + " times",
                    advice.why())));
    String line = advice.line().map(text -> text + ": ").orElse("");
    if (!(line + advice.gives()).isEmpty()) {
      desk.say(Printable.whole("  " + line + advice.gives()));
    }
  }

  private String json(Session of, boolean running, List<Denied> list, long others) {
    ObjectNode root = desk.begun().get();
    root.put("session", of.name());
    root.put("running", running);
    ArrayNode denials = root.putArray("denials");
    for (Denied one : list) {
      Refusal refusal = one.refusal();
      Advice advice = Advice.of(refusal);
      denials
          .addObject()
          .put("kind", refusal.kind())
          .put("name", empty(refusal.name()))
          .put("asked", empty(refusal.asked()))
          .put("address", empty(refusal.address()))
          .put("verdict", refusal.verdict())
          .put("rule", empty(refusal.rule()))
          .put("times", one.times())
          .put("first", one.first())
          .put("last", refusal.time())
          .put("why", advice.why())
          .put("line", advice.line().orElse(null))
          .put("grant", advice.grant().orElse(null))
          .put("gives", empty(advice.gives()));
    }
    root.put("others", others);
    return desk.text().apply(root);
  }

  private static @Nullable String empty(String text) {
    return text.isEmpty() ? null : text;
  }
}
