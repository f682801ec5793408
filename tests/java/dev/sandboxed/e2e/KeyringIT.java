package dev.sandboxed.e2e;

import static dev.sandboxed.e2e.OutcomeAssert.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The kernel's keyrings, which no namespace separates. */
class KeyringIT {

  // keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, create) by its number, as no tool for it
  // is everywhere.
  private static final String ASK =
      """
      use Config;
      my $number = $Config{archname} =~ /aarch64/ ? 219 : 250;
      my $id = syscall($number, 0, -4, 1);
      print $id > 0 ? "a keyring" : "refused: " . ($! + 0);
      """;

  @Test
  void theyStayClosed() throws IOException, InterruptedException {
    try (HostWorld world = HostWorld.create()) {
      assertThat(world.run("perl", "-e", ASK)).succeeded().outIs("a keyring");
      assertThat(
              world.run(
                  Checkout.program("sandboxed").toString(),
                  "run",
                  "--quiet",
                  "--",
                  "perl",
                  "-e",
                  ASK))
          .succeeded()
          .outIs("refused: 1");
    }
  }
}
