package dev.sandboxed.cli.sessions;

import dev.sandboxed.denials.Refusal;
import dev.sandboxed.live.Granting;
import dev.sandboxed.live.Keyboard;
import dev.sandboxed.live.LogTail;
import dev.sandboxed.names.HostName;
import dev.sandboxed.names.HostPattern;
import dev.sandboxed.names.PublicSuffixes;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.RunningSessions.Running;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sandboxed watch}: a session's connections while it runs, and questions about them. */
@Command(
    name = "watch",
    description = {
      "Shows a running session's connections; asks about refused names.",
      "The session is one of the tier allowlist. Each name is asked about once; anything except y leaves it refused. What you type before a question is there does not count. Without SESSION it is the only one that runs, or that of this project. Ctrl-C ends this, not the session."
    },
    mixinStandardHelpOptions = true)
public final class WatchCommand implements Runnable {

  // Five times a second: a person does not notice, and a processor neither.
  private static final int MILLISECONDS = 200;

  private final Desk desk;
  private final SessionChoice choice;
  private final InstantSource clock;
  private final Watched watched = new Watched();
  private final Keyboard nobody = Keyboard.ofNobody();
  private Optional<HostName> question = Optional.empty();
  private long skipped;

  @Parameters(
      arity = "0..1",
      paramLabel = "SESSION",
      description = "Its name in sessions, or the number of its process.")
  @Nullable String session;

  public WatchCommand(Desk desk, SessionChoice choice, InstantSource clock) {
    this.desk = desk;
    this.choice = choice;
    this.clock = clock;
  }

  @Override
  public void run() {
    Running of = choice.one(Optional.ofNullable(session));
    Path file = new ConnectionLogs(choice.state()).connections(of.name());
    LogTail log = LogTail.of(file);
    Optional<Keyboard> keyboard = desk.person() ? Optional.of(Keyboard.open()) : Optional.empty();
    desk.say(
        Printable.line(
            "watching session %s, %s in %s".formatted(of.name(), of.agent(), of.project())));
    boolean running = true;
    while (running) {
      // First, so that nothing that it wrote before its end is missed.
      running = choice.runs(of.name());
      log.lines().forEach(line -> Refusal.of(line).ifPresent(watched::add));
      if (question.isEmpty()) {
        show(log.skipped(), file);
        keyboard.ifPresent(this::ask);
      }
      answer(of, keyboard);
    }
    desk.say((question.isPresent() ? "\n" : "") + "the session has ended");
  }

  private void show(long unread, Path file) {
    if (unread > skipped) {
      desk.say(
          Printable.whole(
              "%d bytes of connections came too fast to be read, and are only in %s"
                  .formatted(unread - skipped, file)));
      skipped = unread;
    }
    watched.shown().forEach(line -> desk.say(Printable.whole(line)));
  }

  /**
   * Nothing is printed between a question and its answer, so that an answer cannot be meant for
   * anything else.
   */
  private void ask(Keyboard keyboard) {
    question = watched.next();
    question.ifPresent(name -> {
      keyboard.forget();
      // Where a person is known to see it.
      desk.err().print(QuestionText.of(name, PublicSuffixes.known()));
      desk.err().flush();
    });
  }

  private void answer(Running of, Optional<Keyboard> keyboard) {
    Optional<String> line = keyboard.orElse(nobody).line(MILLISECONDS);
    if (question.isEmpty() || line.isEmpty()) {
      return;
    }
    HostName name = question.get();
    question = Optional.empty();
    boolean yes = List.of("y", "yes").contains(line.get().strip().toLowerCase(Locale.ROOT));
    if (yes) {
      grant(of, name);
    } else {
      desk.say("  " + name + " stays refused");
    }
    if (watched.isTired()) {
      desk.say(
          "No more questions: sandboxed denials has what is refused, sandboxed grant allows it.");
    }
  }

  private void grant(Running of, HostName name) {
    try {
      new Granting(choice.state(), of, clock)
          .grant(
              List.of(new HostPattern(name, false, Optional.empty())), "watch", Optional.empty());
      desk.say("  " + name + " is allowed until the session ends; the next try will reach it");
    } catch (UserFailure failure) {
      failure.problems().forEach(problem -> desk.say("  " + problem.render()));
    }
  }
}
