package dev.sandboxed.e2e.document;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The manual page, as a real formatter reads it. */
class ManPageIT {

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void aFormatterHasNothingToComplainAbout() {
    assertThat(world.shell("sandboxed man | mandoc -Tlint -Wwarning")).succeeded().outIs("");
    // It does complain about a bad page.
    assertThat(world.shell("sandboxed man | sed 's/^.SH/.SHH/' | mandoc -Tlint -Wwarning"))
        .outContains("unknown macro");
  }

  @Test
  void everyCommandAndItsOptionsAreInIt() {
    assertThat(world.shell("sandboxed man | mandoc -Tutf8 | col -bx"))
        .succeeded()
        .outContains("sandboxed run AGENT [OPTION…] [--] [ARGUMENT…]")
        .outContains("sandboxed profiles new [OPTION…] NAME")
        .outContains("--dry-run[=FORM]")
        .outContains("--profile=NAME")
        .outContains("sandboxed completion")
        .outContains("EXIT STATUS")
        .outLacks("%n")
        .outLacks("--list=");
  }
}
