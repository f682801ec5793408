package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Undefended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The kernel's keyrings, which no namespace separates. */
class KeyringIT {

  // keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, create) by its number, because no tool for
  // it exists everywhere.
  private static final String ASK =
      """
      use Config;
      my $number = $Config{archname} =~ /aarch64/ ? 219 : 250;
      my $id = syscall($number, 0, -4, 1);
      print $id > 0 ? "a keyring" : "refused: " . ($! + 0);
      """;

  // add_key(2) to the person's own keyring, KEY_SPEC_USER_KEYRING.
  private static final String ADD =
      """
      use Config;
      my $number = $Config{archname} =~ /aarch64/ ? 217 : 248;
      my ($type, $name, $text) = ("user", $ARGV[0], "x");
      print syscall($number, $type, $name, $text, 1, -4) > 0 ? "added" : "refused: " . ($! + 0);
      """;

  @Test
  void theirNamesAreNotSeen() {
    try (HostWorld world = HostWorld.create()) {
      String name = "canary-key-" + UUID.randomUUID();
      assertThat(world.run("perl", "-e", ADD, name)).succeeded().outIs("added");
      assertThat(world.run("cat", "/proc/keys", "/proc/key-users")).succeeded().outContains(name);
      Launch launch = Launch.quietly(world).with("--network=none");
      String[] look = {"cat", "/proc/keys", "/proc/key-users"};

      assertThat(launch.command(look)).exitedWith(1).outIs("");
      assertThat(
              Undefended.of(launch, look)
                  .withoutMount(Path.of("/proc/keys"))
                  .withoutMount(Path.of("/proc/key-users"))
                  .outcome())
          .succeeded()
          .outContains(name);
    }
  }

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
