package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.nix.TestsNix;
import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.nix.DevShellFixture;
import java.io.IOException;
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
  void aLaunchInItStartsNeitherJavaNorNix() {
    assertThat(planner.warm(WORDS)).outIs(GREETING);
    assertThat(planner.plans(WORDS)).isFalse();
  }

  @Test
  void whatItWasMadeFromIsAskedAgain() throws IOException {
    planner.warm(WORDS);
    Path greeting = world.project().resolve("flake.nix");
    String before = Files.readString(greeting);
    Files.writeString(greeting, before + "# changed\n");
    assertThat(planner.launch(WORDS)).exitedWith(125).errContains("is not what you allowed");
    Files.writeString(greeting, before);
    assertThat(planner.warm(WORDS)).outIs(GREETING);
  }
}
