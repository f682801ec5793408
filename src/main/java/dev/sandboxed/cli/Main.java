package dev.sandboxed.cli;

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

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Called called = new Called(System.getenv().getOrDefault("SANDBOXED_CALLED", Called.NAME));
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Map<String, String> environment = personsEnvironment();
    boolean terminal = System.getenv("SANDBOXED_TERMINAL") != null;
    Streams streams = new Streams(out, err, terminal, called);
    Application application =
        new Application(
            streams,
            environment,
            Path.of(System.getProperty("user.dir")),
            answer(),
            dialogue(streams.err()));
    System.exit(application.run(List.of(arguments)));
  }

  /** The environment without what src/main/bash/front has added to it. */
  private static Map<String, String> personsEnvironment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    List.of(System.getenv().getOrDefault("SANDBOXED_ADDED", "").split(" "))
        .forEach(environment::remove);
    return environment;
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
