package dev.sandboxed.cli;

import static dev.sandboxed.cli.InProcess.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.cli.InProcess.Ran;
import dev.sandboxed.fixture.Disk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands, each from its words to its output and its exit status, in this process. */
class ApplicationTest {

  @TempDir Path directory = Path.of("");

  private InProcess ana = new InProcess(Path.of("unset"));

  @BeforeEach
  void home() {
    ana = new InProcess(directory);
  }

  @Test
  void helpNamesTheCommands() {
    Ran ran = ana.run("--help");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("Usage: sandboxed", "run", "explain", "profiles", "allow", "gc");
    assertThat(ran.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "explain",
        "check",
        "profiles",
        "agents",
        "allow",
        "audit",
        "gc",
        "completion",
        "man"
      })
  void everyCommandHasHelp(String command) {
    Ran ran = ana.run(command, "--help");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("sandboxed " + command);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void withoutAnInstallationNothingRuns() {
    refused(ana.unset("SANDBOXED_HOME").run("profiles", "list"), "SANDBOXED_HOME is not set");
  }

  @Test
  void profilesAndAgentsAreListedAndWhatIsBrokenSaysWhy() {
    Path mine = ana.home().resolve(".config/sandboxed/profiles/mine.toml");
    Disk.file(mine, "extends = \"default\"\n[network]\nteir = \"none\"\n");
    Ran ran = ana.run("profiles", "list");
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .startsWith("profiles\n")
        .contains("default", "agents\n", "claude", "broken, see below  (yours)")
        .contains(mine + ":3:1: unknown key \"teir\"");
  }

  @Test
  void everythingWrongInProfilesIsReportedWithItsPlace() {
    Disk.file(ana.project().resolve("one.toml"), "extends = \"default\"\ndescription = 7\n");
    Disk.file(ana.project().resolve("two.toml"), "[auth]\nmode = \"shred\"\n");
    Path one = ana.project().resolve("one.toml");
    Path two = ana.project().resolve("two.toml");
    Ran ran = ana.run("profiles", "check", one.toString(), two.toString());
    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err())
        .contains(one + ":2:15: \"description\" must be a string")
        .contains(two + ":2:8: ");
    Disk.file(ana.project().resolve("good.toml"), "extends = \"default\"\n");
    assertThat(ana.run("profiles", "check", ana.project().resolve("good.toml").toString()))
        .isEqualTo(new Ran(0, "nothing is wrong with good\n", "", List.of()));
  }

  @Test
  void aPlanIsShownWithoutMakingOrStartingAnything() {
    Ran ran = ana.run("run", "--network=none", "--dry-run", "--", "cat", "README.md");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains(ana.project().toString(), "/usr/bin/cat");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.answers()).isEmpty();
    assertThat(ana.state()).doesNotExist();
  }

  @Test
  void aLaunchIsPreparedAndItsPlanHandedToTheShell() {
    Ran first = ana.run("run", "--network=none", "--", "cat", "README.md");
    assertThat(first.status()).isZero();
    assertThat(first.err()).contains("this is your first launch");
    assertThat(first.answers()).hasSize(1);
    List<String> answer = first.answers().getFirst().lines().toList();
    // All four words were for the planner, so the agent gets those from the fifth on: none.
    assertThat(answer.subList(0, 3)).containsExactly("launch", "5", "network");
    Path plan = Path.of(answer.get(3)).normalize();
    assertThat(plan).startsWith(ana.home().resolve(".cache/sandboxed/plans")).isDirectory();
    assertThat(plan.resolve("command")).content().startsWith("/usr/bin/cat\0");
    assertThat(ana.state().resolve("version")).isRegularFile();
    assertThat(ana.state().resolve("writable.json")).content().contains(ana.project().toString());

    Ran again = ana.run("run", "--network=none", "--quiet", "--", "cat", "README.md");
    assertThat(again.err()).isEmpty();
    assertThat(again.answers().getFirst()).startsWith("launch\n").endsWith(plan + "/.");
  }

  @Test
  void aProgramThatIsNotThereHasItsOwnExitStatus() {
    Ran ran = ana.run("run", "--network=none", "--", "no-such-program");
    assertThat(ran.status()).isEqualTo(127);
    assertThat(ran.err()).contains("no-such-program: command not found");
    assertThat(ran.answers()).isEmpty();
  }

  @Test
  void explainNamesTheRuleThatDecides() {
    String notes = Disk.file(ana.home().resolve("notes"), "x").toString();
    Ran ran = ana.run("explain", "shell", "--network=none", "--read=" + notes, notes, ".");
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains(notes + ": read-only\n  option --read")
        .contains(".: writable\n  the project");
    assertThat(ran.answers()).isEmpty();
  }

  @Test
  void whereNothingHasRunThereIsNothingToAuditOrRemove() {
    assertThat(ana.run("audit")).isEqualTo(new Ran(0, "no session yet\n", "", List.of()));
    assertThat(ana.run("gc", "--dry-run").out()).isEqualTo("would free 0 KiB\n");
  }

  @Test
  void gcNamesWhatIsKeptForAProjectThatIsGone() {
    Path gone = Disk.directory(ana.home().resolve("gone"));
    ana.run("run", "--network=none", "--project=" + gone, "--", "cat");
    assertThat(gone.toFile().delete()).isTrue();
    Ran ran = ana.run("gc", "--dry-run");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("would remove ", ", a plan for " + gone, "would free ");
    assertThat(ana.home().resolve(".cache/sandboxed/plans")).isNotEmptyDirectory();
  }

  @Test
  void aProjectsFileCountsOnceAPersonHasSaidYes() {
    assertThat(ana.run("allow").out())
        .isEqualTo("there is nothing to allow in " + ana.project() + "\n");
    Disk.file(ana.project().resolve(".sandboxed.toml"), "[network]\ntier = \"none\"\n");
    refusedAfterLooking(ana.run("allow"));
    Ran no = ana.answering("n").run("allow");
    assertThat(no.status()).isEqualTo(1);
    assertThat(no.err()).contains("+tier = \"none\"").endsWith("nothing was allowed\n");
    Ran yes = ana.answering("Yes").run("allow");
    assertThat(yes.status()).isZero();
    assertThat(yes.out()).isEqualTo("allowed: .sandboxed.toml\n");
    assertThat(ana.run("allow").out()).isEqualTo("allowed already: .sandboxed.toml\n");
    assertThat(ana.run("allow", "--revoke").out())
        .isEqualTo("nothing is allowed for " + ana.project() + " any more\n");
  }

  private static void refusedAfterLooking(Ran ran) {
    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err())
        .contains("+tier = \"none\"")
        .contains(
            "nothing was allowed: there is no terminal to ask on", "sandboxed allow --digest ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "run --help",
        "--version",
        "profiles list",
        "profiles show default",
        "profiles schema",
        "explain shell --network=none .",
        "run --network=none --dry-run -- cat",
        "run --network=none --dry-run=json -- cat",
        "run --list-profiles",
        "audit",
        "gc",
        "man",
        "completion bash",
        "allow"
      })
  void whatCannotBePrintedIsSaidNotLost(String words) {
    Ran ran = ana.runWithoutOutput(words.split(" "));
    assertThat(ran.err())
        .contains("sandboxed: not everything could be written to standard output\n")
        .doesNotContain("at dev.sandboxed");
    assertThat(ran.status()).isEqualTo(125);
  }

  @Test
  void aloneItShowsItsHelpWithExamples() {
    Ran ran = ana.run();
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo(ana.run("--help").out()).contains("Examples: sandboxed ");
    assertThat(ana.run("run", "--help").out())
        .contains("Examples:\n  sandboxed run ", "-p, --profile", "-q, --quiet")
        .contains("What the sandbox is:\n", "\nFiles:\n", "\nThis launch:\n");
  }

  @Test
  void runNeedNotBeSaidBeforeAnAgentsName() {
    Disk.file(
        ana.home().resolve(".config/sandboxed/profiles/agents/mine.toml"),
        "description = \"mine\"\ncommand = [\"cat\", \"README.md\"]\n");
    Disk.file(
        ana.home().resolve(".config/sandboxed/profiles/agents/audit.toml"),
        "description = \"hidden\"\ncommand = [\"cat\"]\n");
    assertThat(ana.run("shell", "--network=none", "--dry-run"))
        .isEqualTo(ana.run("run", "shell", "--network=none", "--dry-run"))
        .returns(0, Ran::status);
    Ran mine = ana.run("mine", "--network=none", "-p", "x");
    assertThat(mine.err()).contains("this is your first launch");
    // The person said four words, of which two are the agent's.
    assertThat(mine.answers().getFirst()).startsWith("launch\n2\nnetwork\n");
    assertThat(ana.run("audit").out()).isEqualTo("no session yet\n");
    Ran errors = ana.run("mine", "--network=no", "--errors=json");
    assertThat(errors.err()).startsWith("{\"code\":\"option.unknown-word\"");
  }

  @Test
  void aProgramThatIsNoAgentIsSaidToNeedTwoDashes() {
    refused(ana.run("run", "-q", "cat", "it's"), "sandboxed run -- cat 'it'\\''s'");
    refused(ana.run("cat", "README.md"), "sandboxed run -- cat README.md");
    refused(ana.run("run", "no-such", "x"), "there is no agent \"no-such\"");
  }

  @Test
  void portsAndTheReportOfChangesAreOptionsToo() {
    Ran ran =
        ana.set("SANDBOXED_REACH", "127.0.0.1:11434,192.168.1.20:5432")
            .run(
                "run",
                "-p",
                "offline",
                "--network=internet-only",
                "--publish=8080:3000",
                "--publish=4000",
                "--changes",
                "--dry-run",
                "--",
                "cat");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("127.0.0.1:8080 to port 3000", "127.0.0.1:4000 to port 4000")
        .contains("127.0.0.1:11434", "192.168.1.20:5432", "variable SANDBOXED_REACH")
        .contains("option --publish");
    refused(
        ana.unset("SANDBOXED_REACH").run("run", "--reach=db.example:5432", "--", "cat"),
        "\"db.example:5432\" is not one port of one host (option --reach)");
    refused(
        ana.run("run", "--publish=web", "--", "cat"), "does not name a port (option --publish)");
  }

  @Test
  void explainKnowsHostsCommandsAndWhatIsNoOption() {
    Disk.file(ana.project().resolve("README.md"), "x");
    Ran ran = ana.run("explain", "command", "--network=none", "api.anthropic.com", "README.md");
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("api.anthropic.com: not reachable: there is no network", "README.md: writable");
    refused(
        ana.run("explain", "shell", ".", "--network=none"), "\"--network=none\" is no option that");
    refused(ana.run("explain", "shell", "--frobnicate", "."), "\"--frobnicate\" is no option that");
    assertThat(ana.run("explain", "shell", "--network=none", "--", "-x").out())
        .startsWith("-x: writable");
  }
}
