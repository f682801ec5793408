package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Waiting;
import dev.sandboxed.nix.DevShellFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hooks of the fixture's dev shells, in the sandbox and, for contrast, in {@code nix develop}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShellHookIT {

  // Without a registry Nix does not look for the bash of nixpkgs, and takes the existing one.
  private static final String NIX_DEVELOP =
      "nix develop --offline --option flake-registry '' --no-write-lock-file ";

  private static final String TELL =
      "printf '%s\\n' \"$FOUND\" \"$FROM_HOOK\" \"${not_for_the_command-unset}\" \"$PWD\" \"$*\"; cat";

  private final HostWorld world = HostWorld.create();
  private final Path project = world.home().resolve("work/flake");
  private final Set<String> allowed = new HashSet<>();

  @BeforeAll
  void furnish() throws IOException, InterruptedException {
    TestsNix.giveTo(world);
    DevShellFixture.copiedTo(Files.createDirectories(project));
    Profiles.write(world, "hooked", "extends = \"default\"\n\n[devshell]\nshell_hook = true\n");
  }

  @AfterEach
  void theProjectHasNothingNew() {
    OutcomeAssert.assertThat(
            shell("git status --porcelain --ignored --untracked-files | grep -v ^A"))
        .outIs("");
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  private Outcome shell(String script, String... arguments) {
    return world.shellIn(project, script, arguments);
  }

  /** Without asking for the hook. */
  private Launch unasked(String devShell) {
    String option = "--devshell=.#" + devShell;
    if (allowed.add(devShell)) {
      OutcomeAssert.assertThat(Allowance.give(world, project, option)).succeeded();
    }
    return Launch.quietly(world).in(project).with(option);
  }

  private Launch launch(String devShell) {
    return unasked(devShell).with("--profile=hooked");
  }

  private Outcome inNixDevelop(String devShell, String script) {
    return shell(NIX_DEVELOP + "\".#$1\" -c sh -c \"$2\" sh", devShell, script);
  }

  private JsonNode plan(Launch launch) throws IOException {
    return new ObjectMapper().readTree(launch.with("--dry-run=json").command("true").out());
  }

  @Test
  void withoutAskingItNeverRunsAndTheDryRunSaysSo() throws IOException {
    Path atHome = world.home().resolve("hook-ran-at-home");
    OutcomeAssert.assertThat(inNixDevelop("marks", "true")).succeeded().outContains("hook ran");
    assertThat(atHome).exists();
    Files.delete(atHome);

    OutcomeAssert.assertThat(unasked("marks").shell("ls -A ~"))
        .succeeded()
        .outLacks("hook-ran")
        .errLacks("hook ran");
    assertThat(atHome).doesNotExist();
    OutcomeAssert.assertThat(unasked("marks").with("--dry-run").command("true"))
        .outContains("shellHook is not run; shell_hook = true below [devshell]")
        .outLacks("SANDBOX.bash");
    assertThat(plan(unasked("marks")).path("remarks").toString())
        .contains(
            "shellHook is not run",
            "greet: a shell function",
            "an_array: an array",
            "a_map: an associative array",
            "not_exported: not exported");
  }

  @Test
  @Flips(profile = "devshell.shell_hook")
  void askedForItRunsInsideAndNowhereElse() {
    OutcomeAssert.assertThat(launch("marks").shell("ls ~/hook-ran-at-home"))
        .succeeded()
        .errContains("hook ran");
    assertThat(world.home().resolve("hook-ran-at-home")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "surroundings",
        "exits",
        "fails",
        "strict",
        "moves",
        "reads",
        "arguments",
        "syntax",
        "none"
      })
  void itDoesTheSameAsInNixDevelop(String devShell) {
    String words = "sh -c '" + TELL.replace("'", "'\\''") + "' sh a 'b  c'";
    Outcome outside =
        shell(
            "echo a line; echo a second line | " + NIX_DEVELOP + ".#" + devShell + " -c " + words);
    Outcome inside =
        shell(
            "echo a line; echo a second line | \"$@\" -- " + words,
            launch(devShell).words().toArray(String[]::new));

    OutcomeAssert.assertThat(inside).exitedWith(outside.exit()).outIs(outside.out().strip());
  }

  @Test
  void itHasTheVariablesArraysAndFunctionsOfItsDevShell() {
    OutcomeAssert.assertThat(launch("surroundings").shell("echo \"$FOUND\""))
        .succeeded()
        .outContains("only bash sees this, /nix/store/")
        .outContains("|second element|3|/nix/store/")
        // Newer versions of Nix call it devshell-env.
        .outContains("|devshell")
        .outContains("|two words, a \"quote\", a $dollar and\na second line|hello from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exits", "strict"})
  void oneThatEndsTheSessionSaysSo(String devShell) {
    OutcomeAssert.assertThat(launch(devShell).command("echo", "started"))
        .outLacks("started")
        .errContains("sandboxed: the shellHook ended the session before the agent was started");
  }

  @Test
  void whatItPrintsGoesToStandardErrorBecauseOutputIsTheCommands() {
    OutcomeAssert.assertThat(launch("prints").command("echo", "the command"))
        .succeeded()
        .outIs("the command")
        .errContains("hook on stdout\n")
        .errContains("hook on stderr\n")
        .errContains("hook on 3\n");
    OutcomeAssert.assertThat(launch("replaces").command("echo", "the command"))
        .succeeded()
        .outIs("")
        .errContains("something else\n");
  }

  @Test
  void theCommandTakesThePlaceOfBash() {
    String[] status = {"grep", "-E", "^(PPid|SigBlk|SigIgn|SigCgt)", "/proc/self/status"};
    OutcomeAssert.assertThat(launch("marks").command(status))
        .succeeded()
        .outIs(unasked("marks").command(status).out().strip());
    OutcomeAssert.assertThat(launch("marks").shell("exit 7")).exitedWith(7);
    OutcomeAssert.assertThat(launch("marks").shell("kill -TERM $$")).exitedWith(143);
    OutcomeAssert.assertThat(launch("marks").command("no-such-program")).exitedWith(127);
  }

  /** A signal from the terminal while bash forks can miss the program that is about to start. */
  private void waitUntilTheHookSleeps() {
    Waiting.until(
        () ->
            world.processes().stream()
                .anyMatch(process -> process.command().equals("sleep infinity")),
        () -> "the hook's sleep among " + world.processes());
  }

  @Test
  void oneThatDoesNotEndCanBeEnded() {
    Running waiting =
        world
            .start(project, launch("waits").with("--", "echo", "started").words())
            .waitUntilSays("the hook waits");
    waitUntilTheHookSleeps();
    waiting.terminate();

    OutcomeAssert.assertThat(waiting.finish()).exitedWith(143).outIs("");
    world.waitUntilNothingRuns();
    try (Terminal terminal =
        Terminal.running(world, project, launch("waits").with("--", "echo", "started").words())) {
      terminal.waitUntilShows("the hook waits");
      waitUntilTheHookSleeps();
      terminal.press("C-c");
      assertThat(terminal.exitStatus()).isEqualTo(130);
      assertThat(terminal.screen().lines()).doesNotContain("started");
    }
  }

  @Test
  void everyVariableItExportsReachesTheCommandAndTheAuditSaysSo() {
    String[] ask = {"printenv", "ANTHROPIC_BASE_URL"};
    OutcomeAssert.assertThat(unasked("steers").command(ask)).exitedWith(1).outIs("");
    OutcomeAssert.assertThat(launch("marks").command(ask)).exitedWith(1).outIs("");
    OutcomeAssert.assertThat(launch("steers").command(ask))
        .succeeded()
        .outIs("http://from-the-hook.invalid");
    OutcomeAssert.assertThat(launch("steers").with("--dry-run").command("true"))
        .outContains("what it exports reaches the agent, ANTHROPIC_* and *_PROXY too");
  }

  @Test
  void theStorePathsItNamesAreThere() {
    String script = "echo \"$FROM_HOOK\"; ls /nix/store | grep -c -e -canary\\$";
    OutcomeAssert.assertThat(unasked("store").shell(script)).outIs("0");
    OutcomeAssert.assertThat(launch("store").shell(script))
        .outIs("nothing in the dev shell refers to this\n1");
  }

  /** Every part of this dev shell would run something if a shell read it. */
  @Test
  void nothingThatADevShellSaysRunsOutside() throws IOException {
    Path ran = world.home().resolve("hostile-ran");
    inNixDevelop("hostile", "true");
    assertThat(ran).exists();
    Files.delete(ran);

    OutcomeAssert.assertThat(unasked("hostile").shell("test -e ~/hostile-ran")).exitedWith(1);
    OutcomeAssert.assertThat(launch("hostile").with("--dry-run=argv").command("true")).succeeded();
    String said = "'; touch ~/hostile-ran; echo '$(touch ~/hostile-ran)`touch ~/hostile-ran`";
    OutcomeAssert.assertThat(
            launch("hostile").shell("printf '%s\\n' \"$exported\" \"$LOCAL\" \"$LIST\" \"$KEYS\""))
        .succeeded()
        .outIs(
            said
                + "\n"
                + said
                + "\n'\n') $(touch ~/hostile-ran) ('\n"
                + "']=x; touch ~/hostile-ran; y['$(touch ~/hostile-ran)");
    assertThat(ran).doesNotExist();
  }

  @Test
  void whatIsPrintedIsWhatRuns() throws IOException {
    JsonNode plan = plan(launch("surroundings"));
    OutcomeAssert.assertThat(launch("surroundings").command("cat", "/SANDBOX.bash"))
        .succeeded()
        .outIs(plan.path("files").path("SANDBOX.bash").asText().strip());
    assertThat(plan.path("command").path(4).asText()).contains("source /SANDBOX.bash");
    assertThat(plan.path("remarks").toString())
        .contains("LD_PRELOAD: it ")
        .doesNotContain("greet", "an_array", "a_map");

    OutcomeAssert.assertThat(launch("surroundings").with("--dry-run").command("true"))
        .outContains(
            "before the command  (dev shell .#surroundings, variable shellHook)\n  found=");
    OutcomeAssert.assertThat(launch("surroundings").with("--dry-run=argv").command("true"))
        .outContains("source\\ /SANDBOX.bash");
    OutcomeAssert.assertThat(launch("surroundings").with("--explain=/SANDBOX.bash").command("true"))
        .outContains("dev shell .#surroundings, variable shellHook");
    OutcomeAssert.assertThat(
            launch("surroundings").shell("echo >/SANDBOX.bash || rm -f /SANDBOX.bash"))
        .exitedWith(1);
  }

  @Test
  void aDevShellWithoutAHookIsTheSameWithoutAsking() throws IOException {
    JsonNode asked = plan(launch("none"));
    JsonNode unasked = plan(unasked("none"));
    for (String part : List.of("command", "environment", "remarks", "store")) {
      assertThat(asked.path(part)).isEqualTo(unasked.path(part));
    }
    assertThat(asked.path("files").has("SANDBOX.bash")).isFalse();
  }

  @Test
  void theHookOfAnActiveDevShellDoesNotRunAgain() {
    String enter =
        "eval \"$(nix print-dev-env --no-write-lock-file .#marks 2>/dev/null)\"; rm ~/hook-ran-at-home;"
            + " export IN_NIX_SHELL=impure; PATH=$PATH:/usr/bin; \"$@\"";
    Launch active = Launch.quietly(world).with("--profile=hooked", "--devshell=env");
    Outcome inside =
        shell(
            enter,
            active
                .with("--", "sh", "-c", "test -e ~/hook-ran-at-home || echo not again")
                .words()
                .toArray(String[]::new));
    Outcome plan =
        shell(enter, active.with("--dry-run", "--", "true").words().toArray(String[]::new));

    OutcomeAssert.assertThat(inside).succeeded().outIs("hook ran\nnot again");
    OutcomeAssert.assertThat(plan).succeeded().outContains("it is not run again");
  }

  @Test
  void thePersonsOwnShellHasWhatItExports() {
    OutcomeAssert.assertThat(
            launch("fails").with("--shell", "--", "-c", "echo $FROM_HOOK").outcome())
        .succeeded()
        .outIs("goes-on");
  }
}
