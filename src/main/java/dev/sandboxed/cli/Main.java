package dev.sandboxed.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The planner's entry point. It never starts an agent: where one is to be started it answers with a plan directory, on
 * the descriptor that {@code SANDBOXED_ANSWER_FD} names, and the shell that called it executes that.
 */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    boolean terminal = System.getenv("TERM") != null && System.console() != null;
    Map<String, String> environment = System.getenv();
    Application application =
        new Application(
            new Streams(out, err, terminal),
            environment,
            Path.of(System.getProperty("user.dir")),
            answer(environment));
    System.exit(application.run(List.of(arguments)));
  }

  private static Answer answer(Map<String, String> environment) {
    Optional<String> descriptor = Optional.ofNullable(environment.get("SANDBOXED_ANSWER_FD"));
    return text ->
        descriptor.ifPresent(
            number -> {
              try (FileOutputStream stream = new FileOutputStream("/proc/self/fd/" + number)) {
                stream.write(text.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException("nobody listens for the plan", e);
              }
            });
  }
}
