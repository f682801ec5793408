package dev.sandboxed.e2e.nix;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.network.NetworkWorld;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The flake's test of NixOS, {@code nix/vm.nix}, without its virtual machines: its systems are
 * built with the stand-in, and its script runs here, in a small internet that has a LAN and a
 * public host at the same addresses. The launcher that it starts is the packaged one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VirtualMachineTestIT {

  private final FlakeWorld flakes = FlakeWorld.create();
  private final HostWorld world = flakes.world();
  private final Path result = world.home().resolve("vm");

  @AfterAll
  void tearDown() {
    flakes.close();
  }

  private String attribute(String rest) {
    String system =
        flakes.nix("eval", "--raw", "--impure", "--expr", "builtins.currentSystem").out();
    return ".#checks." + system + ".vm" + rest;
  }

  /** Runs a copy of the script, in which one text is replaced by another. */
  private Outcome script(String policies, String from, String to) throws IOException {
    Path home = Files.createDirectory(world.home().resolve("ada" + from.hashCode()));
    Path script = home.resolve("script.py");
    Files.writeString(script, Files.readString(result.resolve("test-script")).replace(from, to));
    return world.run(
        "python3",
        Checkout.directory().resolve("tests/nix/driver.py").toString(),
        script.toString(),
        home.toString(),
        result.resolve("programs").toString(),
        policies);
  }

  @Test
  void itsSystemsAreBuiltAndItsScriptHoldsHere() throws IOException {
    assertThat(
            flakes
                .inFlake(flakes.flake(), "build", "-o", result.toString(), attribute(""))
                .finish(FlakeWorld.BUILD))
        .succeeded();
    String policies =
        flakes
            .inFlake(
                flakes.flake(),
                "eval",
                "--raw",
                attribute(".nodes.machine.security.apparmor.policies"),
                "--apply",
                "policies: toString (builtins.attrNames policies)")
            .finish()
            .out();

    NetworkWorld network = NetworkWorld.around(world);
    try {
      assertThat(script(policies, "", "")).succeeded();

      // What it says would not hold is noticed.
      for (List<String> lie :
          List.of(
              List.of("machine.fail(sandboxed(LAN))", "machine.succeed(sandboxed(LAN))"),
              List.of("machine.succeed(sandboxed(INTERNET))", "machine.fail(sandboxed(INTERNET))"),
              List.of("machine.fail(sandboxed(\"cat", "machine.succeed(sandboxed(\"cat"),
              List.of("sandboxed-unshare (unconfined)", "sandboxed-unshare (enforce)"),
              List.of("\"server.service\"", "\"sever.service\""),
              List.of("wait_for_open_port", "wait_for_port"))) {
        assertThat(script(policies, lie.getFirst(), lie.getLast())).exitedWith(1);
      }
    } finally {
      network.close();
    }
  }
}
