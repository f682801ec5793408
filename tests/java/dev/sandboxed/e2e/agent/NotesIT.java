package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /SANDBOX.md}, which tells the agent inside about its sandbox. */
class NotesIT {

  private static final String NOTES = "/SANDBOX.md";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void whatTheySayIsTrue() {
    String notes = Launch.quietly(world).command("cat", NOTES).out();

    assertThat(notes)
        .contains("- Writable, and kept: \"~/work/project\"\n")
        .contains(
            "gone when the session ends: \"/run\", \"/tmp\", \"/var/log\", \"/var/tmp\", \"~\"\n")
        .contains("- Read-only inside a writable place: \".git/hooks\"\n")
        .contains(
            "- git's configuration, as a copy that only you and later sessions here see: \".git/config\"\n")
        .contains(
            "- Masked: it reads as an empty file, and cannot be written, moved or removed: \".env\"\n")
        .contains("- Network: `internet-only`")
        .contains("You are not root and cannot become it.");
    assertThat(
            Launch.quietly(world)
                .shell(
                    """
                    touch ~/work/project/kept ~/gone /tmp/gone /var/tmp/gone || exit 1
                    touch .git/hooks/new 2>/dev/null && { echo "wrote a hook"; exit 1; }
                    git config sandboxed.inside yes || exit 1
                    test -e .env && ! test -s .env && ! touch .env 2>/dev/null && test "$(id -u)" != 0
                    """))
        .succeeded();
    assertThat(
            world.shell("ls ~/work/project/kept && ! ls ~/gone && ! git config sandboxed.inside"))
        .succeeded();
  }

  @Test
  void everyCommandAndShellHasThem() {
    assertThat(Launch.quietly(world).with("shell").with("-c", "cat " + NOTES).outcome())
        .succeeded()
        .outContains("# The sandbox you are in");
    assertThat(Launch.quietly(world).with("--network", "none").command("cat", NOTES))
        .succeeded()
        .outContains("- Network: `none`");
  }

  @Test
  void nothingInsideCanChangeOrRemoveThem() {
    String whole = Launch.quietly(world).command("cat", NOTES).out();
    String attack =
        """
        echo mine 2>/dev/null >/SANDBOX.md && echo written
        rm -f /SANDBOX.md 2>/dev/null && echo removed
        mv /SANDBOX.md /tmp/ 2>/dev/null && echo moved
        ln -sf /tmp/mine /SANDBOX.md 2>/dev/null && echo replaced
        unshare -rm sh -c 'umount /SANDBOX.md || mount --bind /dev/null /SANDBOX.md' 2>/dev/null
        chmod 000 /SANDBOX.md 2>/dev/null && echo closed
        cat /SANDBOX.md
        """;

    assertThat(Launch.quietly(world).shell(attack)).succeeded().outIs(whole.strip());
    assertThat(Launch.quietly(world).command("cat", NOTES)).succeeded().outIs(whole.strip());
    // On a file of the project the same attack does all of that.
    assertThat(world.shell(attack.replace(NOTES, "./README.md"))).outContains("written\nremoved\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/SANDBOX.md", "/SANDBOX*", "/"})
  void noProfileCanMaskThem(String path) {
    Profiles.write(
        world, "mute", "extends = \"default\"\n[filesystem]\ndeny = [\"" + path + "\"]\n");

    for (String option : new String[] {"--profile=mute", "--deny=" + path}) {
      assertThat(Launch.quietly(world).with(option).command("cat", NOTES))
          .succeeded()
          .outContains("# The sandbox you are in");
    }
  }

  @Test
  void noProfileCanPutAnythingOverThem() {
    // The host has nothing of that name, and the root itself is not granted.
    assertThat(Launch.quietly(world).with("--write", "/").command("cat", NOTES))
        .exitedWith(125)
        .errContains("/ cannot be granted");
    assertThat(Launch.quietly(world).with("--read", NOTES).command("cat", NOTES))
        .exitedWith(125)
        .errContains("there is no " + NOTES);
  }

  @Test
  void whereTheyComeFromIsExplained() {
    assertThat(world.sandboxed("explain", "shell", NOTES))
        .succeeded()
        .outIs(NOTES + ": written by sandboxed\n  tells the agent what it is in");
    assertThat(Launch.of(world, "run", "--dry-run").command("true"))
        .succeeded()
        .outContains(
            "  " + NOTES + "\n      written by sandboxed  (tells the agent what it is in)");
  }
}
