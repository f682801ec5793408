package dev.sandboxed.cli;

import dev.sandboxed.ahead.Foresight;
import dev.sandboxed.launch.WarmIndex;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The planner's entry point. It never starts an agent. If one is to be started, it answers with a
 * plan directory on the descriptor that {@code SANDBOXED_ANSWER_FD} names, and the shell that
 * called it executes the plan.
 */
public final class Main {

  private static final List<String> LAUNCHER =
      List.of(
          "SANDBOXED_BASH", "SANDBOXED_JAVA", "SANDBOXED_APP", "SANDBOXED_AOT", "SANDBOXED_LC_ALL");

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    Optional.ofNullable(System.getenv("SANDBOXED_HOME"))
        .ifPresent(home -> Foresight.begin(Path.of(home), List.of(arguments)));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Called called = new Called(System.getenv().getOrDefault("SANDBOXED_CALLED", Called.NAME));
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Map<String, String> environment = personsEnvironment();
    Optional<String> terminal = Optional.ofNullable(System.getenv("SANDBOXED_TERMINAL"));
    Streams streams = new Streams(out, err, terminal.isPresent(), called, columns(terminal));
    Application application =
        new Application(
            streams,
            environment,
            Path.of(System.getProperty("user.dir")),
            answer(),
            dialogue(streams.err()),
            Optional.ofNullable(System.getenv("SANDBOXED_WARM")).flatMap(WarmIndex::of),
            launcher());
    System.exit(application.run(List.of(arguments)));
  }

  /** The environment without what src/main/bash/front has added to it. */
  private static Map<String, String> personsEnvironment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    List.of(System.getenv().getOrDefault("SANDBOXED_ADDED", "").split(" "))
        .forEach(environment::remove);
    return environment;
  }

  /** A terminal that does not know how wide it is says 0. */
  private static int columns(Optional<String> terminal) {
    return terminal
        .filter(columns -> columns.matches("[1-9][0-9]{1,3}"))
        .map(Integer::valueOf)
        .orElse(Streams.USUAL_COLUMNS);
  }

  /** Of what src/main/bash/front has added, the part that a launch needs. */
  private static Map<String, String> launcher() {
    Map<String, String> launcher = new HashMap<>(System.getenv());
    launcher.keySet().retainAll(LAUNCHER);
    return launcher;
  }

  private static Answer answer() {
    Optional<String> descriptor = Optional.ofNullable(System.getenv("SANDBOXED_ANSWER_FD"));
    return text ->
        descriptor.ifPresent(number -> {
          try (FileOutputStream stream = new FileOutputStream("/proc/self/fd/" + number)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException("nothing reads the plan", e);
          }
        });
  }

  /** Present if src/main/bash/front found a person who sees the messages and can answer. */
  private static Optional<Dialogue> dialogue(PrintStream err) {
    return System.getenv("SANDBOXED_DIALOGUE") == null
        ? Optional.empty()
        : Optional.of(question -> {
          try {
            System.in.skipNBytes(System.in.available());
            err.print(question);
            err.flush();
            return Optional.ofNullable(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                    .readLine());
          } catch (IOException e) {
            throw new UncheckedIOException("cannot read the answer", e);
          }
        });
  }
}
