package dev.sandboxed.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.nix.TestsNix;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Refusals;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Waiting;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a machine that cannot keep the promises nothing starts, and the person is told why. */
class BadMachinesIT {

  private final HostWorld world = HostWorld.create();
  private final Refusals refusals = new Refusals(world);
  private final Path programs = world.home().resolve("programs");

  /** All of this machine's programs, as links, so that single ones can be removed. */
  @BeforeEach
  void furnish() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                mkdir ~/programs && IFS=:
                for place in $PATH; do ln -s "$place"/* ~/programs 2>/dev/null; done
                # What could install a missing program.
                rm -f ~/programs/apt-get ~/programs/sudo
                """))
        .succeeded();
    world.set("PATH", programs.toString());
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** Puts a script in the place of a program. */
  private void instead(String program, String script) {
    OutcomeAssert.assertThat(
            world.shell(
                "cd ~/programs && rm -f \"$1\" && printf '#!/bin/sh\\n%s\\n' \"$2\" >\"$1\" && chmod +x \"$1\"",
                program, script))
        .succeeded();
  }

  private void without(String program) {
    OutcomeAssert.assertThat(world.shell("rm ~/programs/\"$1\"", program)).succeeded();
  }

  @Test
  void bubblewrapIsMissing() {
    without("bwrap");

    refusals.refused().errContains("bubblewrap").errContains("bwrap: the sandbox itself");
  }

  @ParameterizedTest
  @CsvSource({
    "echo bubblewrap 0.4.1,           'older than 0.8', install a newer one",
    "echo hello,                      says \"hello\",   install bubblewrap again",
    "exit 3,                          says \"\",        install bubblewrap again",
    "case $1 in --version) echo bubblewrap 0.11.0;; *) echo no leave >&2; exit 1;; esac, no leave, user namespaces"
  })
  void bubblewrapDoesNotWork(String script, String what, String hint) {
    instead("bwrap", script);

    refusals.refused().errContains(what).errContains(hint);
  }

  @Test
  void everythingThatIsMissingIsSaidAtOnce() {
    instead("bwrap", "echo bubblewrap 0.4.1");
    without("slirp4netns");
    Profiles.write(world, "bad", "extends = \"default\"\n[filesystem]\nread = [\"$NOWHERE/x\"]\n");

    refusals
        .refused(Launch.of(world, "run", "--profile", "bad"))
        .errContains("is bubblewrap 0.4, older than 0.8")
        .errContains("internet-only needs slirp4netns")
        .errContains("bad.toml:3:9: ");
  }

  @Test
  void bubblewrapCannotForbidNamespacesInside() {
    Path real = programs.resolve("real-bwrap");
    OutcomeAssert.assertThat(world.shell("cd ~/programs && mv bwrap real-bwrap")).succeeded();
    instead(
        "bwrap",
        """
        for word; do
          [ "$word" != --disable-userns ] || { echo "Unknown option $word" >&2; exit 1; }
        done
        exec %s "$@"
        """
            .formatted(real));

    refusals
        .refused()
        .errContains("Unknown option --disable-userns")
        .errContains("nested_userns = true");
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--network=none", Profiles.nestedUserNamespaces(world))
                .command("true"))
        .succeeded();
  }

  /** A user namespace has a limit of its own, which its root can lower. */
  @Test
  void userNamespacesAreForbidden() {
    String forbid = "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"";
    Launch launch =
        Launch.of(world, "run")
            .behind("unshare", "--user", "--map-root-user", "sh", "-c", forbid, "sh");

    refusals
        .refused(launch)
        .errContains("does not let")
        .errContains("sysctl user.max_user_namespaces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--devshell=nixpkgs#hello", "--package=nixpkgs#hello"})
  void nixIsMissing(String option) {
    OutcomeAssert.assertThat(world.shell("rm -f ~/programs/nix*")).succeeded();
    // It is looked for in its usual places too.
    String hide =
        """
        [[ ! -e /nix/var/nix/profiles ]] || hide=(--tmpfs /nix/var/nix/profiles)
        [[ ! -e /usr/bin/nix ]] || hide+=(--bind /dev/null "$(realpath /usr/bin/nix)")
        exec bwrap --dev-bind / / "${hide[@]}" -- "$@"
        """;

    refusals
        .refused(Launch.of(world, "run", option).behind("bash", "-c", hide, "bash"))
        .errContains("there is no nix program in ")
        .errContains("Install Nix");
  }

  @ParameterizedTest
  @CsvSource({
    "echo last words >&2; exit 1, last words,       print-dev-env",
    "kill -9 $$,                  signal 9,         print-dev-env",
    "echo not json,               JSON,             print-dev-env",
    "echo '{',                    JSON,             print-dev-env",
    "echo '[]',                   JSON,             print-dev-env",
    "echo '{}',                   variables,        print-dev-env",
    "yes '{\"variables\": {',     bytes,            print-dev-env",
    "printf '\\377',              UTF-8,            print-dev-env",
  })
  void nixFails(String script, String what, String step) {
    instead("nix", script);
    TestsNix.giveSettingsTo(world);
    String shell = "--devshell=nixpkgs#x";
    // What Nix keeps between its runs has a directory from the first run on.
    OutcomeAssert.assertThat(world.sandboxed("run", shell, "--", "true")).exitedWith(125);

    refusals.refused(shell).errContains(what).errContains(step);
  }

  @Test
  void nixHangsAndEndsWithTheLauncher() {
    instead("nix", "echo $$ >~/hangs; sleep 1000 & sleep 1000");

    Running launch =
        world.startSandboxed("run", "--package=nixpkgs#x", "--", "touch", Refusals.MARKER);
    Waiting.until(
        () -> world.home().resolve("hangs").toFile().length() > 0, () -> "a nix that hangs");
    launch.killHard();

    world.waitUntilNothingRuns();
    assertThat(world.project().resolve(Refusals.MARKER)).doesNotExist();
    assertThat(world.filesBelow(world.temporary())).containsExactly(".");
  }

  @Test
  void nixMayAnswerWithAnyKindOfVariable() {
    TestsNix.giveSettingsTo(world);
    instead(
        "nix",
        """
        cat <<END
        {"variables": {
            "PLAIN": {"type": "exported", "value": "two words"},
            "LOCAL": {"type": "var", "value": "x"},
            "LIST": {"type": "array", "value": ["a", "b"]},
            "MAP": {"type": "associative", "value": {"a": "b"}},
            "EMPTY": {"type": "exported", "value": ""}},
         "bashFunctions": {"hello": "echo hello"},
         "structuredAttrs": {".attrs.json": "{}", ".attrs.sh": ""}}
        END
        """);

    Outcome inside =
        world.sandboxed(
            "run",
            "--quiet",
            "--devshell=nixpkgs#x",
            "--",
            "sh",
            "-c",
            "echo \"$PLAIN|$LOCAL|$LIST|$MAP|${EMPTY-unset}|\"");

    OutcomeAssert.assertThat(inside).succeeded().outIs("two words|||||");
  }

  @Test
  void ofALocaleThatIsNotThereBashComplainsOnceAndTheAgentHasIt() {
    world.set("LC_ALL", "xx_YY");

    OutcomeAssert.assertThat(world.shell("bash -c :")).errContains("cannot change locale (xx_YY)");
    Outcome outcome = world.sandboxed("run", "--quiet", "--", "env");
    OutcomeAssert.assertThat(outcome).succeeded();
    assertThat(outcome.out().lines()).contains("LC_ALL=xx_YY");
    assertThat(outcome.err().lines().filter(line -> line.contains("setlocale"))).hasSize(1);
  }

  @Test
  void homeIsMissing() {
    Launch launch = Launch.of(world, "run");

    refusals.refused(launch.behind("env", "-u", "HOME")).errContains("HOME is not set");
    refusals.refused(launch.behind("env", "HOME=/nowhere")).errContains("/nowhere");
    refusals.refused(launch.behind("env", "HOME=.")).errContains("HOME");
  }

  @Test
  void sandboxedsDirectoriesCannotBeMade() {
    OutcomeAssert.assertThat(world.shell("mkdir ~/.local ~/.cache && chmod 500 ~/.local ~/.cache"))
        .succeeded();

    Outcome refused = world.sandboxed("run", "--", "touch", Refusals.MARKER);

    OutcomeAssert.assertThat(refused)
        .exitedWith(125)
        .errContains("cannot make the directory")
        .errContains("writable");
    assertThat(world.project().resolve(Refusals.MARKER)).doesNotExist();
  }
}
