package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file is shown without the secret in it, by whatever name, and the secret is nowhere else. */
class PartialMaskIT {

  private static final String MASKED =
      "registry=https://npm.example/\n//npm.example/:_authToken=masked\n";

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void furnish() {
    assertThat(
            world.shell(
                """
                mkdir -p ~/dots && ln -s dots/npmrc ~/.npmrc
                printf 'registry=https://npm.example/\\n//npm.example/:_authToken=npm_s3cret\\n' >~/dots/npmrc
                chmod 600 ~/dots/npmrc
                """))
        .succeeded();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void profile(String mask) {
    Profiles.write(
        world,
        "mine",
        """
        extends = "default"
        [filesystem]
        read = [{ path = "~/.npmrc", mask = '%s' }]
        """
            .formatted(mask));
  }

  private Launch launch() {
    return Launch.of(world, "run", "--network=none", "--profile=mine");
  }

  @Test
  void theFileIsThereWithoutTheSecretUnderEachOfItsNames() {
    profile("_authToken=(.*)");
    String dots = world.home().resolve("dots").toString();

    assertThat(launch().shell("cat ~/.npmrc; echo x 2>/dev/null >>~/.npmrc || echo closed"))
        .outIs(MASKED + "closed")
        .errContains("masked     ~/.npmrc");
    assertThat(
            launch()
                .with("--write=" + dots)
                .shell(
                    "cat ~/dots/npmrc; rm -f ~/dots/npmrc 2>/dev/null; mv ~/dots/npmrc ~/dots/x 2>/dev/null;"
                        + " grep -rs npm_s3cre[t] ~ /SANDBOX.md; cat ~/.npmrc"))
        .outIs(MASKED + MASKED.strip());
    assertThat(launch().with("--read=" + dots).shell("cat ~/dots/npmrc")).outIs(MASKED.strip());
    // The probe finds it where the command line, above the profile, shows the whole file.
    assertThat(launch().with("--read=" + dots + "/npmrc").shell("grep -rs npm_s3cre[t] ~"))
        .outContains("npm_s3cret");
    assertThat(world.shell("grep -rl npm_s3cre[t] ~")).outIs(dots + "/npmrc");
    assertThat(Launch.of(world, "run", "shell", "--profile=mine", "--explain=~/.npmrc").outcome())
        .outContains("with what its mask finds replaced");
  }

  @Test
  void whereTheMaskFindsNothingNothingOfTheFileIsShown() {
    profile("authtoken=(.*)");

    Outcome wrong = launch().shell("wc -c <~/.npmrc");

    assertThat(wrong).outIs("0").errContains("/.npmrc is masked as a whole");
    assertThat(wrong).errContains("authtoken=(.*) finds nothing in it");
    profile("_authToken=(.*)");
    assertThat(world.shell("printf '\\377_authToken=x' >~/dots/npmrc")).succeeded();
    assertThat(launch().shell("wc -c <~/.npmrc")).outIs("0").errContains("it is not text");
  }
}
