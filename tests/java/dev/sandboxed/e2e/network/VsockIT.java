package dev.sandboxed.e2e.network;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Undefended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets between a virtual machine and its host, which no network namespace separates. */
class VsockIT {

  // AF_VSOCK, SOCK_STREAM.
  private static final String[] ASK = {
    "perl", "-e", "print socket(my $s, 40, 1, 0) ? 'made' : $! + 0"
  };

  @ParameterizedTest
  @ValueSource(strings = {"none", "internet-only", "full"})
  void noneCanBeMadeInAnyTier(String tier) {
    try (HostWorld world = HostWorld.create()) {
      Launch launch = Launch.quietly(world).with("--network=" + tier);

      OutcomeAssert.assertThat(world.run(ASK)).outIs("made");
      // EAFNOSUPPORT.
      OutcomeAssert.assertThat(launch.command(ASK)).succeeded().outIs("97");
      OutcomeAssert.assertThat(Undefended.of(launch, ASK).withoutFilter().outcome())
          .succeeded()
          .outIs("made");
    }
  }

  @Test
  void othersCanStillBeMade() {
    try (HostWorld world = HostWorld.create()) {
      OutcomeAssert.assertThat(
              Launch.quietly(world)
                  .with("--network=none")
                  .command(
                      "perl",
                      "-e",
                      "for (1, 2, 10, 16) { socket(my $s, $_, 3 - ($_ < 16), 0) or die $! }"))
          .succeeded();
    }
  }
}
