package dev.sandboxed.nix;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Nix that misbehaves, played by a shell script. A FIFO that all of its processes hold open shows
 * whether any of them is still alive: it ends when the last of them has ended.
 */
final class NixFaultsIT {

  private static final NixLimits LIMITS = new NixLimits(Duration.ofMinutes(1), 10_000);

  // Enough for a busy machine to get a script to where it hangs.
  private static final NixLimits SHORT = new NixLimits(Duration.ofSeconds(5), 10_000);

  // A builder of Nix runs in a session of its own, and so may what it starts.
  private static final String HANG =
      """
      exec 3>"${0%/*}/alive"
      echo started >&3
      setsid sh -c 'setsid sleep 1000 & sleep 1000' >/dev/null 2>&1 &
      sleep 1000
      """;

  @TempDir private Path directory;
  private Path script = Path.of("");
  private Path alive = Path.of("");

  @BeforeEach
  void makeTheFifo() throws IOException, InterruptedException {
    script = directory.resolve("nix");
    alive = directory.resolve("alive");
    assertThat(new ProcessBuilder("mkfifo", alive.toString()).start().waitFor()).isZero();
  }

  private NixProcess nix(NixLimits limits, String body) throws IOException {
    Files.writeString(script, "#!/bin/sh\n" + body, UTF_8);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new NixProcess(script, Programs.onPath("bwrap"), limits, Progress.SILENT);
  }

  private NixRun run(String... arguments) {
    Confinement.Leashed leashed = new Confinement.Leashed(directory, System.getenv());
    return NixRun.repeatable(leashed, "print-dev-env .#x", List.of(arguments));
  }

  private Problem problemOf(NixLimits limits, String body) throws IOException {
    NixProcess nix = nix(limits, body);
    return onlyProblemOf(() -> nix.output(run()));
  }

  // Ends when the last writer has ended; a process that stays behind gets half a minute to show.
  private Process witness() throws IOException {
    return new ProcessBuilder("timeout", "30", "cat", alive.toString()).start();
  }

  @Test
  void isMissing() {
    NixProcess nix = new NixProcess(script, Programs.onPath("bwrap"), LIMITS, Progress.SILENT);

    Problem problem = onlyProblemOf(() -> nix.output(run()));

    assertThat(problem.code()).isEqualTo("nix.missing");
    assertThat(problem.hint()).contains("Install Nix");
  }

  @Test
  void failsWithItsLastWords() throws IOException {
    Problem problem =
        problemOf(
            LIMITS,
            """
            seq 1000 >&2
            printf '\\033[31merror:\\033[0m no \\033]0;title\\007 luck' >&2
            exit 3
            """);

    assertThat(problem.code()).isEqualTo("nix.failed");
    assertThat(problem.message())
        .startsWith("nix print-dev-env .#x failed with exit status 3; its last words:\n    982\n")
        .endsWith("    1000\n    error: no ?]0;title? luck");
    assertThat(problem.hint()).contains("nix print-dev-env .#x", directory.toString());
  }

  @Test
  void failsWithoutAWord() throws IOException {
    assertThat(problemOf(LIMITS, "exit 1").message()).endsWith("exit status 1, without a word");
  }

  @Test
  void isKilled() throws IOException {
    assertThat(problemOf(LIMITS, "kill -9 $$").message()).contains("was ended by signal 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "seq 100000", "head -c 10001 /dev/zero"})
  void printsTooMuch(String body) throws IOException {
    Problem problem = problemOf(LIMITS, body);

    assertThat(problem.code()).isEqualTo("nix.output-too-large");
    assertThat(problem.message()).contains("10000 bytes");
  }

  @Test
  void mayPrintAsMuchAsTheLimit() throws IOException {
    NixProcess nix = nix(LIMITS, "head -c 10000 /dev/zero | tr '\\0' x");

    assertThat(nix.output(run())).hasSize(10_000);
  }

  @Test
  void printsWhatIsNotText() throws IOException {
    assertThat(problemOf(LIMITS, "printf '\\377\\376'").code()).isEqualTo("nix.unreadable");
  }

  @Test
  void hangsAndIsEndedWithAllItsChildren() throws IOException, InterruptedException {
    NixProcess nix = nix(SHORT, "echo oh >&2\n" + HANG);
    Process witness = witness();

    Problem problem = onlyProblemOf(() -> nix.output(run()));

    assertThat(problem.code()).isEqualTo("nix.timeout");
    assertThat(problem.message()).contains("within 5 seconds", "oh");
    try (BufferedReader reader = witness.inputReader(UTF_8)) {
      assertThat(reader.readLine()).isEqualTo("started");
    }
    assertThat(witness.waitFor()).as("0 when nobody holds the FIFO any more").isZero();
  }

  @Test
  void mayCleanUpWhenItIsEnded() throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("build"));

    Problem problem =
        problemOf(SHORT, "trap 'rmdir " + temporary + "; exit 1' TERM\nsleep 1000 & wait");

    assertThat(problem.code()).isEqualTo("nix.timeout");
    assertThat(temporary).doesNotExist();
  }

  @Test
  void getsEveryWordToTheLetter() throws IOException {
    Path project = Files.createDirectory(directory.resolve("a 'b' \"c\" $HOME $(id) \\ \n \u00e9"));
    NixProcess nix = nix(LIMITS, "pwd; for word; do echo \"<$word>\"; done");

    Confinement.Leashed leashed = new Confinement.Leashed(project, System.getenv());
    List<String> words = List.of("--json", "--", ".#it's \"$HOME\" ${x}");
    assertThat(nix.output(NixRun.repeatable(leashed, "print-dev-env", words)))
        .startsWith(project + "\n<--extra-experimental-features>\n<nix-command flakes>\n")
        .endsWith("<--json>\n<-->\n<.#it's \"$HOME\" ${x}>\n");
  }

  @Test
  void isAskedWithoutInput() throws IOException {
    assertThat(nix(LIMITS, "cat; echo end").output(run())).isEqualTo("end\n");
  }

  /** KILL and TERM hit only the Java process, INT its whole group, as Ctrl-C at a terminal does. */
  @ParameterizedTest
  @CsvSource({"KILL,''", "TERM,''", "INT,-"})
  void diesWithUs(String signal, String group) throws IOException, InterruptedException {
    nix(LIMITS, HANG);
    Process witness = witness();
    Process java =
        new ProcessBuilder(
                "setsid",
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                AskingMain.class.getName(),
                script.toString(),
                Programs.onPath("bwrap").toString())
            .inheritIO()
            .start();

    try (BufferedReader reader = witness.inputReader(UTF_8)) {
      assertThat(reader.readLine()).isEqualTo("started");
      String kill = "kill -s %s -- %s%d".formatted(signal, group, java.pid());
      assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
    }
    assertThat(witness.waitFor()).as("0 when nobody holds the FIFO any more").isZero();
    assertThat(java.waitFor()).isNotZero();
  }
}
