package dev.sandboxed.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code explain} says without making a sandbox is what is found inside one. */
class ExplainIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  // A path, and what the sandbox can do with it.
  private static final String TABLE =
      """
      ~/.ssh                  absent
      ~/.ssh/id_rsa           absent
      ~/work/other/notes.txt  absent
      ~/.gitconfig            readable
      ~/docs/guide            readable
      ~/docs/drafts/new       writable
      README.md               writable
      .env                    masked
      vault                   masked
      .git/hooks              readable
      .git/config             writable
      /etc/shadow             absent
      /etc/passwd             readable
      /usr/bin/env            readable
      /root                   absent
      /proc/keys              masked
      /sys                    absent
      /tmp                    writable
      """;

  private static final String PROBE =
      """
      for path; do
        if [ -w "$path" ]; then echo writable
        elif [ -f "$path" ] && [ "$(stat -c %s "$path")" = 0 ]; then echo masked
        elif [ -r "$path" ]; then echo readable
        elif [ -e "$path" ]; then echo masked
        else echo absent; fi
      done
      """;

  @Test
  void whatExplainSaysAboutAPathIsFoundInside() {
    OutcomeAssert.assertThat(
            world.shell(
                "mkdir -p ~/docs/drafts vault; for file in ~/docs/guide ~/docs/drafts/new vault/x; do echo x >$file; done"))
        .succeeded();
    String docs = world.home() + "/docs";
    String[] options = {"--read=" + docs, "--write=" + docs + "/drafts", "--deny=vault"};
    String[] paths = column(0);

    Outcome said =
        Launch.of(world, "explain", "shell").with(options).with("--").with(paths).outcome();
    Outcome found = Launch.quietly(world).with(options).shell(PROBE, paths);

    assertThat(found.out().lines()).containsExactly(column(1));
    assertThat(said.out().lines().filter(line -> !line.startsWith(" ")).map(ExplainIT::access))
        .containsExactly(column(1));
  }

  private String[] column(int column) {
    return TABLE
        .lines()
        .map(line -> line.split(" +", -1)[column].replace("~", world.home().toString()))
        .toArray(String[]::new);
  }

  @Test
  void theContentOfAMaskedDirectoryIsMaskedWithIt() {
    OutcomeAssert.assertThat(world.shell("mkdir vault; touch vault/x")).succeeded();

    OutcomeAssert.assertThat(world.sandboxed("explain", "shell", "--deny=vault", "vault/x"))
        .succeeded()
        .outContains("vault/x: masked");
  }

  /** The first words of an explanation, in the words of the probe. */
  private static String access(String line) {
    String what = line.substring(line.indexOf(": ") + 2);
    if (what.startsWith("not visible")) {
      return "absent";
    }
    if (what.startsWith("masked")) {
      return "masked";
    }
    return Stream.of("writable", "empty, private", "a copy that only this sandbox obeys")
            .anyMatch(what::startsWith)
        ? "writable"
        : "readable";
  }

  @Test
  void explainNamesTheRuleThatDecides() {
    world.set("MY_TOKEN", "secret-of-mine").set("COLORTERM", "truecolor");

    Outcome explained =
        world.sandboxed(
            "explain", "shell", "--env=MY_TOKEN", ".env", "MY_TOKEN", "COLORTERM", "OTHER", "HOME");

    OutcomeAssert.assertThat(explained)
        .succeeded()
        .outContains(".env: masked")
        .outContains("/profiles/default.toml:")
        .outContains("MY_TOKEN: passed\n  option --env")
        .outContains("COLORTERM: passed\n  profile default, ")
        .outContains("OTHER: not passed")
        .outContains("HOME: set to " + world.home())
        .outLacks("secret-of-mine");
  }

  @Test
  @Flips(profile = "description")
  void profilesAreListedAndShownWithTheirOrigins() {
    Path mine =
        Profiles.write(
            world,
            "mine",
            """
            extends = "web"
            description = "For me"
            [network]
            tier = "none"
            """);

    OutcomeAssert.assertThat(world.sandboxed("profiles", "list"))
        .succeeded()
        .outContains("mine         For me  (yours)")
        .outContains("strict")
        .outContains("(built in)")
        .outContains("claude")
        .outContains("gemini");
    OutcomeAssert.assertThat(world.sandboxed("profiles", "show", "mine"))
        .succeeded()
        .outContains("# default < web < mine")
        .outContains(mine + ":4:8")
        .outContains("profiles/default.toml:");
    OutcomeAssert.assertThat(world.sandboxed("run", "--show-profile=mine"))
        .succeeded()
        .outContains(mine + ":4:8");
    OutcomeAssert.assertThat(world.sandboxed("run", "--list-profiles"))
        .succeeded()
        .outContains("For me");
  }
}
