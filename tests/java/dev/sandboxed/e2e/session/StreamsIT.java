package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A standard stream works as it would without a sandbox, and is not a way out of it: it can only be
 * used as it was opened.
 */
class StreamsIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** Runs a line in which {@code "$@"} is a program, bare or in the sandbox. */
  private Outcome run(Where where, String line, String... command) {
    return world.shell(
        "cd ~ && dir() { (cd work/project && \"$@\"); }; " + line,
        where.command(command).toArray(String[]::new));
  }

  private String text(String file) {
    try {
      return Files.readString(world.home().resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String file, String text) {
    assertThat(world.shell("printf %s \"$2\" >~/\"$1\"", file, text)).succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo gone >/proc/self/fd/0 | dir \"$@\" <notes",
        "perl -e 'open F, \"+<\", \"/proc/self/fd/0\" and truncate F, 0' | dir \"$@\" <notes",
        ": >/proc/self/fd/1 | dir \"$@\" >>notes",
        "perl -e 'truncate STDOUT, 0' | dir \"$@\" >>notes",
        ": >/proc/self/fd/2 | dir \"$@\" 2>>notes",
      })
  void aFileThatIsAStandardStreamIsNotChangedOtherwise(String attack, String line) {
    write("notes", "kept\n");
    run(Where.BARE, line, "sh", "-c", attack);
    assertThat(text("notes")).as("outside").doesNotContain("kept");

    write("notes", "kept\n");
    run(Where.SANDBOXED, line, "sh", "-c", attack);
    assertThat(text("notes")).contains("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void aFilesContentIsNotReadThroughAnOutput(String stream) {
    write("notes", "what-was-there\n");
    String line = "dir \"$@\" " + stream + ">>notes";
    // Because head's own output is another stream.
    String read = "exec 3</proc/self/fd/" + stream + "; timeout 2 head -n 1 <&3 >found";

    run(Where.BARE, line, "sh", "-c", read);
    assertThat(text("work/project/found")).contains("what-was-there");
    run(Where.SANDBOXED, line, "sh", "-c", read);
    assertThat(text("work/project/found")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, input", "1, output", "2, error"})
  void aDirectoryIsRefused(String stream, String name) {
    String line = "dir \"$@\" " + stream + "<.ssh";
    String read = "exec 3</proc/self/fd/" + stream + "/id_rsa; cat <&3 >found";
    run(Where.BARE, line, "sh", "-c", read);
    assertThat(text("work/project/found")).contains(world.sshKey());

    // If standard error is the directory, there is nowhere to say so.
    Outcome refused = run(Where.SANDBOXED, line, "touch", "started");

    assertThat(refused).exitedWith(125);
    assertThat(world.project().resolve("started")).doesNotExist();
    if (!name.equals("error")) {
      assertThat(refused)
          .errContains("standard " + name + " is a directory, which would be open to the sandbox\n")
          .errContains("redirect it: to /dev/null, to a file, or through a pipe");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteArrives(Where where) {
    assertThat(world.shell("head -c 5000000 /dev/urandom >~/in")).succeeded();

    assertThat(run(where, "dir \"$@\" <in >out && cmp in out", "cat")).succeeded();
  }

  @ParameterizedTest
  @EnumSource
  void textOnBothOutputsKeepsItsOrder(Where where) {
    String say = "i=0; while [ $i -lt 200 ]; do echo $i; i=$((i+1)); echo $i >&2; i=$((i+1)); done";

    assertThat(run(where, "dir \"$@\" >both 2>&1; seq 0 199 | cmp - both", "sh", "-c", say))
        .succeeded();
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsAppendedTo(Where where) {
    write("log", "before\n");

    run(where, "{ dir \"$@\"; echo after; } >>log", "sh", "-c", "echo meanwhile");

    assertThat(text("log")).isEqualTo("before\nmeanwhile\nafter\n");
  }

  @ParameterizedTest
  @EnumSource
  void theExitStatusIsTheAgents(Where where) {
    assertThat(run(where, "dir \"$@\" <.gitconfig >out 2>err", "sh", "-c", "cat; exit 7"))
        .exitedWith(7);
    assertThat(text("out")).contains("Ada Person");
  }

  /** More than a pipe holds, so that the process that passes it on is in the middle of it. */
  @ParameterizedTest
  @EnumSource
  void anAgentThatDoesNotReadStillEnds(Where where) {
    assertThat(world.shell("head -c 5000000 /dev/zero >~/in")).succeeded();

    assertThat(run(where, "dir \"$@\" <in", "sh", "-c", "head -c 3 >/dev/null; exit 5"))
        .exitedWith(5)
        .errIsEmpty();
    world.waitUntilNothingRuns();
  }

  @ParameterizedTest
  @EnumSource
  void aReaderThatEndsEndsTheAgent(Where where) {
    assertThat(run(where, "dir \"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "yes"))
        .exitedWith(141)
        .outIs("y");
    world.waitUntilNothingRuns();
  }

  /** {@link Running} has files for both outputs. */
  @Test
  void aProcessIsAddedOnlyForAFile() {
    List<String> command = new ArrayList<>(List.of("bash", "-c", "\"$@\" 2>&1 | cat", "bash"));
    command.addAll(Where.SANDBOXED.command("sh", "-c", "echo ready; sleep 1000"));
    Running piped = world.start(world.project(), command).waitUntilPrints("ready");
    Running filed =
        world.start(
            Where.SANDBOXED.command("sh", "-c", "echo ready; sleep 1000").toArray(String[]::new));
    filed.waitUntilPrints("ready");

    // The person's own.
    assertThat(cats(piped)).isEqualTo(1);
    assertThat(cats(filed)).isEqualTo(2);
  }

  private static long cats(Running running) {
    return running.descendants().stream()
        .filter(process -> process.info().command().orElse("").endsWith("/cat"))
        .count();
  }

  @Test
  void aKilledSessionLeavesNoProcessWithItsFiles() {
    Running session =
        world.startSandboxed("run", "--quiet", "--", "sh", "-c", "echo ready; sleep 1000");
    session.waitUntilPrints("ready").killHard();
    session.finish();

    world.waitUntilNothingRuns();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"})
  void aClosedStreamIsAnEmptyOne(String closed) {
    Outcome outcome =
        run(Where.SANDBOXED, "dir \"$@\" " + closed, "sh", "-c", "cat; echo x; echo y >&2; exit 6");

    assertThat(outcome).exitedWith(6);
  }
}
