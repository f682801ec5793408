package dev.sandboxed.cli.sessions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.cli.options.JsonOption;
import dev.sandboxed.denials.Advice;
import dev.sandboxed.denials.Denials;
import dev.sandboxed.denials.Denials.Denied;
import dev.sandboxed.denials.Refusal;
import dev.sandboxed.denials.tried.Tried;
import dev.sandboxed.live.Keyboard;
import dev.sandboxed.names.HostName;
import dev.sandboxed.observed.look.SeenSession;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.ObservedLogs;
import dev.sandboxed.state.Session;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandboxed denials}: what a session was refused. */
@Command(
    name = "denials",
    description = {
      "Shows what a session was refused, why, and what would allow it.",
      "The tier allowlist writes down what it refuses of the network, and internet-only how much; --observe has all of it written"
          + " down. Without SESSION it is the last one of this project, whether it runs or not."
    })
public final class DenialsCommand implements Runnable {

  // Some screens; an agent can make as many as it likes.
  private static final int MOST_SHOWN = 200;

  private static final int MOST_WRITTEN = 10_000;

  // As often as they are written down.
  private static final int MILLISECONDS = 1000;

  private final Desk desk;
  private final SessionChoice choice;

  @Parameters(
      arity = "0..1",
      paramLabel = "SESSION",
      description = "its name in sessions or audit, or the number of its process")
  @Nullable String session;

  @Option(
      names = "--all",
      description = "What is folded away as well: docs/sessions.md has the rules.")
  boolean all;

  @Option(names = "--follow", description = "Go on until the session ends.")
  boolean follow;

  @Option(
      names = "--about",
      paramLabel = "TEXT",
      description = "Only what this names: a path, an address, or a program's error message.")
  @Nullable String about;

  @Mixin JsonOption form = new JsonOption();

  public DenialsCommand(Desk desk, SessionChoice choice) {
    this.desk = desk;
    this.choice = choice;
  }

  @Override
  public void run() {
    Session of = choice.past(Optional.ofNullable(session));
    if (follow) {
      follow(of);
      return;
    }
    Found found = found(of);
    boolean running = choice.runs(of.name());
    if (form.json) {
      desk.out().println(json(of, running, found));
    } else {
      show(of, running, found);
    }
  }

  /**
   * What a session was refused.
   *
   * @param others how much more of the network
   * @param tried everything else that was
   * @param seen what was seen of the session, if it was observed
   * @param unreached what is only known by its number
   */
  private record Found(
      List<Denied> network,
      long others,
      List<Tried> tried,
      Optional<SeenSession> seen,
      Unreached unreached) {

    /** Whether a number is all that there is. */
    private boolean counted() {
      return seen.isEmpty() && unreached.isCounted();
    }

    private List<Tried> shown(boolean all) {
      return tried.stream().filter(one -> all || one.counts()).toList();
    }
  }

  private Found found(Session of) {
    Denials denials = new Denials();
    ConnectionLogs logs = new ConnectionLogs(choice.state());
    for (Path file : List.of(logs.refusals(of.name()), logs.names(of.name()))) {
      ConnectionLogs.each(file, line -> Refusal.of(line).ifPresent(denials::add));
    }
    List<Denied> network =
        denials.list(of.grants().stream().flatMap(grant -> grant.hosts().stream()).toList());
    Optional<SeenSession> seen =
        Optional.of(of.name())
            .filter(new ObservedLogs(choice.state())::has)
            .map(name -> SeenSession.of(choice.state(), name));
    List<Tried> tried = seen.map(SeenSession::refused).orElse(List.of());
    Unreached unreached = Unreached.of(of, seen.isPresent(), tried);
    return about == null
        ? new Found(network, denials.others(), tried, seen, unreached)
        : new Found(
            network.stream().filter(one -> isAbout(one.refusal())).toList(),
            0,
            tried.stream().filter(one -> TriedText.isNamedIn(one, about, of.project())).toList(),
            seen,
            unreached);
  }

  private boolean isAbout(Refusal refusal) {
    return about != null
        && !refusal.target().isEmpty()
        && (about.contains(refusal.target())
            || (!refusal.name().isEmpty() && about.contains(refusal.name())));
  }

  /** Prints each thing when it is new. */
  private void follow(Session of) {
    Set<String> told = new HashSet<>();
    boolean running = true;
    while (running) {
      // First, so that nothing that was written before its end is missed.
      running = choice.runs(of.name());
      Found found = found(of);
      for (Denied one : found.network()) {
        if (told.add(one.refusal().kind() + one.refusal().target())) {
          tell(() -> show(one), () -> json(desk.begun().get(), one));
        }
      }
      for (Tried one : found.shown(all || about != null)) {
        if (told.add(one.kind() + one.error() + one.what())) {
          tell(
              () -> TriedText.lines(one).forEach(desk::say),
              () -> TriedText.json(desk.begun().get(), one));
        }
      }
      desk.out().flush();
      if (running) {
        Keyboard.ofNobody().line(MILLISECONDS);
      }
    }
  }

  private void tell(Runnable words, Supplier<ObjectNode> object) {
    if (form.json) {
      desk.out().println(object.get().toString());
    } else {
      words.run();
    }
  }

  private void show(Session of, boolean running, Found found) {
    List<Tried> tried = found.shown(all || about != null);
    int folded = found.tried().size() - tried.size();
    boolean unreached = about == null && found.unreached().count() > 0;
    if (found.network().isEmpty() && tried.isEmpty() && !unreached) {
      desk.say(
          about == null
              ? "session " + of.name() + nothing(found) + folded(folded)
              : "session " + of.name() + " was refused nothing that is named there");
      partly(found);
      return;
    }
    desk.say(
        Printable.line(
            "session %s, %s in %s%s"
                .formatted(of.name(), of.agent(), of.project(), running ? ", still running" : "")));
    found.network().stream().limit(MOST_SHOWN).forEach(this::show);
    tried.stream()
        .limit(MOST_SHOWN)
        .flatMap(one -> TriedText.lines(one).stream())
        .forEach(desk::say);
    long more =
        found.network().size()
            - Math.min(found.network().size(), MOST_SHOWN)
            + tried.size()
            - Math.min(tried.size(), MOST_SHOWN)
            + found.others();
    if (more > 0) {
      desk.say(more + " more are not shown: --json has the first 10000");
    }
    if (unreached) {
      found.unreached().lines().forEach(desk::say);
    }
    if (folded > 0) {
      desk.say("and" + folded(folded).substring(1));
    }
    partly(found);
    if (found.network().stream().anyMatch(one -> Advice.of(one.refusal()).line().isPresent())) {
      desk.say("Such a line counts below [network] of a profile, from the next launch on.");
      if (running) {
        desk.say(
            "While this session runs: sandboxed grant %s HOST; --save PROFILE writes it as well."
                .formatted(of.name().replaceFirst(".*-", "")));
      }
    }
  }

  /** Of a session that is only counted, no more than that. */
  private static String nothing(Found found) {
    return found.counted()
        ? " was refused no connection that the kernel counted"
        : " was refused nothing";
  }

  private static String folded(long count) {
    return count == 0
        ? ""
        : "; %d that %s nothing %s folded away: --all"
            .formatted(count, count == 1 ? "says" : "say", count == 1 ? "is" : "are");
  }

  /** Says what is not known. */
  private void partly(Found found) {
    found
        .seen()
        .filter(seen -> seen.others() > 0)
        .ifPresent(seen -> desk.say(seen.others() + " more were only counted"));
    if (found.seen().isEmpty()) {
      desk.say(
          "Of files and system calls nothing is known: only --observe has those written down.");
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

  private String json(Session of, boolean running, Found found) {
    ObjectNode root = desk.begun().get();
    root.put("session", of.name());
    root.put("running", running);
    ArrayNode denials = root.putArray("denials");
    found.network().forEach(one -> json(denials.addObject(), one));
    root.put("others", found.others());
    root.put("unreached", found.unreached().count());
    root.put("observed", found.seen().isPresent());
    ArrayNode tried = root.putArray("tried");
    List<Tried> shown = found.shown(all || about != null);
    shown.stream().limit(MOST_WRITTEN).forEach(one -> TriedText.json(tried.addObject(), one));
    root.put("folded", found.tried().size() - shown.size());
    found
        .seen()
        .ifPresent(seen -> {
          root.put("counted", seen.others());
          root.put("whole", seen.whole());
        });
    return desk.text().apply(root);
  }

  private static ObjectNode json(ObjectNode node, Denied one) {
    Refusal refusal = one.refusal();
    Advice advice = Advice.of(refusal);
    return node.put("kind", refusal.kind())
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

  private static @Nullable String empty(String text) {
    return text.isEmpty() ? null : text;
  }
}
