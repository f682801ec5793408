package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where what a person asked for cannot be printed, or nobody can work, it is said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputIT {

  private static final String SENTENCE = "not everything could be written to standard output";

  private final HostWorld world = HostWorld.create();

  @AfterAll
  void tearDown() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "profiles show default",
        "explain shell --network=none .",
        "run --network=none --dry-run -- true",
        "run --network=none --dry-run=argv -- true"
      })
  void whatCannotBePrintedIsSaidNotLost(String words) {
    String program = "\"$1\" " + words;
    assertThat(world.shell(program + " >lines; [ -s lines ]", sandboxed())).succeeded();

    assertThat(world.shell(program + " >/dev/full", sandboxed()))
        .exitedWith(125)
        .errContains(SENTENCE);
    assertThat(world.shell(program + " >&-", sandboxed())).exitedWith(125).errContains(SENTENCE);
    assertThat(world.shell(program + " >&- <&-", sandboxed()))
        .exitedWith(125)
        .errContains(SENTENCE);
    assertThat(world.shell(program + " >&- 2>&-", sandboxed())).exitedWith(125);
    // The reader is gone before anything is written.
    assertThat(
            world.shell(
                "mkfifo pipe; : <pipe & exec 5>pipe; wait; " + program + " >&5", sandboxed()))
        .exitedWith(125)
        .errContains(SENTENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "rmdir ~/gone, is gone",
    "rmdir ~/gone; mkdir ~/gone, is gone",
    "chmod 0 ~/gone, is closed to you"
  })
  void aWorkingDirectoryThatIsGoneOrClosedIsNamed(String how, String what) {
    Outcome outcome =
        world.shell(
            "mkdir -p ~/gone; cd ~/gone; "
                + how
                + "; \"$1\" profiles list; s=$?; rm -rf ~/gone; exit $s",
            sandboxed());

    assertThat(outcome)
        .exitedWith(125)
        .errContains("sandboxed: the working directory ")
        .errContains(what)
        .outIs("");
  }

  private static String sandboxed() {
    return Checkout.program("sandboxed").toString();
  }
}
