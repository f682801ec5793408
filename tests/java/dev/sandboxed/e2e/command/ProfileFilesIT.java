package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person begins a profile. */
class ProfileFilesIT {

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final Path profiles = world.home().resolve(".config/sandboxed/profiles");

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void aNewProfileIsWhereItSaysAndCanBeUsedAtOnce() {
    assertThat(world.sandboxed("profiles", "new", "mine"))
        .succeeded()
        .errIsEmpty()
        .outContains(profiles.resolve("mine.toml") + "\n")
        .outContains("sandboxed run claude --profile mine");

    assertThat(profiles.resolve("mine.toml")).content().contains("\nextends = \"default\"\n");
    assertThat(world.sandboxed("run", "--profile", "mine", "--", "echo", "inside"))
        .succeeded()
        .outIs("inside")
        .errContains("default < mine");
    assertThat(world.shell("cd ~/.config && stat -c '%n %a' sandboxed sandboxed/profiles"))
        .outIs("sandboxed 700\nsandboxed/profiles 700");
    assertThat(world.filesBelow(profiles)).containsExactly(".", "./mine.toml");
  }

  @Test
  void itExtendsWhatItIsToldToOrTheOneWithItsName() {
    assertThat(world.sandboxed("profiles", "new", "mine", "--extends", "offline")).succeeded();
    assertThat(world.sandboxed("profiles", "new", "strict")).succeeded();

    assertThat(world.sandboxed("profiles", "show", "mine"))
        .outContains("# default < strict < strict < offline < mine");
    assertThat(world.sandboxed("profiles", "show", "strict"))
        .outContains("# default < strict < strict\n");
  }

  @Test
  void nothingIsOverwritten() {
    Path mine = Profiles.write(world, "mine", "extends = \"web\"\n");

    assertThat(world.sandboxed("profiles", "new", "mine"))
        .exitedWith(125)
        .errContains(mine + " already exists")
        .errContains("choose another name");

    assertThat(mine).hasContent("extends = \"web\"\n");
  }

  @Test
  void anInvalidNameAndAMissingBaseAreRefused() {
    assertThat(world.sandboxed("profiles", "new", "../mine"))
        .exitedWith(125)
        .errContains("\"../mine\" is not a name of a profile");
    assertThat(world.sandboxed("profiles", "new", "mine", "--extends", "stict"))
        .exitedWith(125)
        .errContains("did you mean \"strict\"?");
    assertThat(world.sandboxed("profiles", "new")).exitedWith(125).errContains("NAME");
    assertThat(profiles).doesNotExist();
  }

  @Test
  void aFailureToWriteIsReported() {
    assertThat(world.shell("mkdir -p ~/.config && : >~/.config/sandboxed")).succeeded();

    assertThat(world.sandboxed("profiles", "new", "mine"))
        .exitedWith(125)
        .errContains("cannot make the directory " + profiles);
  }

  @Test
  void theSchemaIsJson() {
    assertThat(
            world.shell(
                "sandboxed profiles schema | perl -MJSON::PP -e 'decode_json(join q(), <>)'"))
        .succeeded();
    assertThat(world.sandboxed("profiles", "schema", "--agent"))
        .succeeded()
        .outContains("\"required\" : [ \"command\" ]");
  }
}
