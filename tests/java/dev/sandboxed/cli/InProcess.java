package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person with a home and a project, who runs the application in this process. */
final class InProcess {

  /**
   * What came of one command.
   *
   * @param answers for the shell that executes plans
   */
  record Ran(int status, String out, String err, List<String> answers) {}

  /** Nothing was started or printed, and the person was told why. */
  static void refused(Ran ran, String why) {
    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).startsWith("sandboxed: ").contains(why);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.answers()).isEmpty();
  }

  private final Map<String, String> environment = new HashMap<>();
  private final Path home;
  private final Path project;
  private Optional<Dialogue> dialogue = Optional.empty();
  private Called called = new Called(Called.NAME);

  /**
   * @param directory where the home is made
   */
  InProcess(Path directory) {
    home = Disk.directory(directory.resolve("home"));
    project = Disk.directory(home.resolve("work/shop"));
    environment.put("HOME", home.toString());
    environment.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    environment.put("SHELL", "/bin/bash");
    environment.put("SANDBOXED_HOME", Path.of("").toAbsolutePath().toString());
  }

  Path home() {
    return home;
  }

  Path project() {
    return project;
  }

  Path state() {
    return home.resolve(".local/state/sandboxed");
  }

  /** Sets a variable. */
  InProcess set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Removes a variable. */
  InProcess unset(String name) {
    environment.remove(name);
    return this;
  }

  /** From now on every question is answered with this line. */
  InProcess answering(String line) {
    dialogue = Optional.of(question -> Optional.of(line));
    return this;
  }

  /** From now on the person starts it with another word. */
  InProcess calling(String word) {
    called = new Called(word);
    return this;
  }

  /** Runs {@code sandboxed} in the project. */
  Ran run(String... words) {
    return run(new ByteArrayOutputStream(), words);
  }

  /** Runs it with a standard output that takes nothing. */
  Ran runWithoutOutput(String... words) {
    return run(
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public String toString() {
            return "";
          }
        },
        words);
  }

  private Ran run(OutputStream out, String... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> answers = new ArrayList<>();
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            called,
            Streams.USUAL_COLUMNS);
    Application application =
        new Application(
            streams, environment, project, answers::add, dialogue, Optional.empty(), Map.of());
    int status = application.run(List.of(words));
    return new Ran(status, out.toString(), err.toString(StandardCharsets.UTF_8), answers);
  }
}
