package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Refusals;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If the state directory is not what it should be, the person is told, and nothing is lost. */
class StateFaultsIT {

  private final HostWorld world = HostWorld.create();
  private final Path state = world.home().resolve(".local/state");

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run -- true", "audit", "gc"})
  void withoutAHomeThereIsNoPlaceForIt(String words) {
    for (String home : List.of("-uHOME", "HOME=")) {
      Outcome outcome = Launch.of(world, words.split(" ", -1)).behind("env", home).outcome();
      assertThat(outcome).exitedWith(125).outIs("").errContains("HOME is not set");
    }
  }

  /** As the XDG Base Directory Specification has it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "state", "./state"})
  void aRelativeStateHomeIsIgnored(String directory) {
    world.set("XDG_STATE_HOME", directory);

    assertThat(Launch.quietly(world).command("true")).succeeded();

    assertThat(state.resolve("sandboxed/trail/trail.jsonl")).isNotEmptyFile();
    assertThat(world.run("git", "status", "--porcelain")).succeeded().outIs("");
  }

  @Test
  void oneThatCannotBeWrittenStartsNothing() {
    assertThat(world.shell("mkdir -p \"$1\" && chmod a-w \"$1\"", state.toString())).succeeded();

    Outcome outcome = Launch.of(world, "run").command("touch", Refusals.MARKER);

    assertThat(outcome)
        .exitedWith(125)
        .errContains("cannot make the directory " + state.resolve("sandboxed"))
        .errLacks("Exception");
    assertThat(world.project().resolve(Refusals.MARKER)).doesNotExist();
    assertThat(world.sandboxed("audit")).succeeded().outIs("no session yet");
    assertThat(world.sandboxed("gc")).succeeded().outIs("freed 0 KiB");
  }

  @Test
  void aFileInItsPlaceIsLeftWhereItIs() {
    assertThat(
            world.shell(
                "mkdir -p \"$1\" && echo precious >\"$1\"/sandboxed && mkdir -p ~/.cache ~/.config ~/.local/share",
                state.toString()))
        .succeeded();

    Outcome outcome = Launch.of(world, "run").command("touch", Refusals.MARKER);

    assertThat(outcome).exitedWith(125).errContains(state.resolve("sandboxed").toString());
    assertThat(world.run("cat", state.resolve("sandboxed").toString())).outIs("precious");
    assertThat(world.project().resolve(Refusals.MARKER)).doesNotExist();
  }

  @Test
  void anInterruptedNoteOfARunningSessionIsNotASession() {
    assertThat(Launch.quietly(world).command("true")).succeeded();
    Path notes = state.resolve("sandboxed/sessions");
    assertThat(
            world.shell(
                "cd \"$1\" && printf 12 >1-1 && : >2-2 && echo '1 2 3' >3-3", notes.toString()))
        .succeeded();

    assertThat(world.sandboxed("audit")).succeeded();
    assertThat(world.sandboxed("gc")).succeeded();
    assertThat(Launch.quietly(world).command("true")).succeeded();

    assertThat(world.filesBelow(notes)).containsExactly(".");
    assertThat(world.sandboxed("audit", "--verify")).succeeded();
  }

  @Test
  void bytesInTheTrailThatAreNotTextAreReportedByVerifyAndNeverShown() {
    assertThat(Launch.quietly(world).command("true")).succeeded();
    String trail = state.resolve("sandboxed/trail/trail.jsonl").toString();
    assertThat(world.shell("printf '\\xff\\x00{[garbage\\n' >>\"$1\"", trail)).succeeded();
    assertThat(Launch.quietly(world).command("true")).succeeded();

    assertThat(world.sandboxed("audit")).succeeded().outLacks("garbage").errIsEmpty();
    assertThat(world.sandboxed("audit", "--verify"))
        .exitedWith(125)
        .errContains("trail.jsonl:")
        .errLacks("Exception");
  }
}
