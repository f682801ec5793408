package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.nix.TestsNix;
import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.nix.DevShellFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dev shell that is as it was needs neither Nix nor Java. */
class WarmDevShellIT {

  private static final String GREETING = "hello from the dev shell";
  private static final String[] WORDS = {
    "run", "--network", "none", "-q", "--devshell", "--", "hello-from-devshell"
  };

  private HostWorld world;
  private Planner planner;

  @BeforeEach
  void begin() throws IOException, InterruptedException {
    world = HostWorld.create();
    TestsNix.giveSettingsTo(world);
    world.set("PATH", "/usr/bin:/bin:" + TestsNix.programs());
    DevShellFixture.copiedTo(world.project());
    OutcomeAssert.assertThat(Allowance.give(world, world.project())).succeeded();
    planner = new Planner(world);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void aLaunchInItStartsNoJavaAndWithItNoNix() {
    assertThat(planner.warm(WORDS)).outIs(GREETING);
    assertThat(planner.plans(WORDS)).isFalse();
  }

  @Test
  void whatItWasMadeFromIsAskedAgain() throws IOException {
    planner.warm(WORDS);
    Path flake = world.project().resolve("flake.nix");
    String allowed = Files.readString(flake);
    for (Path index : planner.indexes()) {
      // Its text as well, because where a file is mapped, that changes without its time.
      assertThat(Files.readString(index, StandardCharsets.ISO_8859_1))
          .contains("\0" + flake + "\0");
    }
    Files.writeString(flake, allowed + "# changed\n");
    assertThat(planner.launch(WORDS))
        .exitedWith(125)
        .errContains("is not what you allowed: flake.nix has changed since");
    Files.writeString(flake, allowed);
    assertThat(planner.warm(WORDS)).outIs(GREETING);
    assertThat(world.shell("chmod -x hello/bin/hello-from-devshell")).succeeded();
    assertThat(planner.launch(WORDS))
        .exitedWith(125)
        .errContains("hello/bin/hello-from-devshell has changed since");
  }

  @Test
  void whatKeepsItInTheStoreIsAskedAgain() {
    planner.warm(WORDS);
    assertThat(world.shell("find ~/.local/state/sandboxed/devshells -name root -print -delete"))
        .succeeded()
        .outContains("/root");
    long before = planner.started();
    assertThat(planner.launch(WORDS)).outIs(GREETING);
    assertThat(planner.started()).isGreaterThan(before);
  }

  @Test
  void whatIsNoLongerAllowedIsNotStarted() {
    planner.warm(WORDS);
    assertThat(world.shell("rm -r ~/.local/state/sandboxed/approvals")).succeeded();
    assertThat(planner.launch(WORDS)).exitedWith(125).errContains("was never allowed");
  }
}
