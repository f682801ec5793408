package dev.sandboxed.e2e.command;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person at a real shell presses Tab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionIT {

  private final HostWorld world =
      HostWorld.create()
          .install("sandboxed", Checkout.program("sandboxed"))
          .install("claude-sandboxed", Checkout.program("claude-sandboxed"));

  /** A shell, and what a person's start file makes of it. */
  enum Shell {
    BASH("--norc", "source <(sandboxed completion bash); PS1='HOST> '"),
    ZSH(
        "-f",
        "autoload -Uz compinit; compinit -D; source <(sandboxed completion zsh); PS1='HOST> '"),
    ZSH_WITH_A_FILE(
        "-f",
        "mkdir -p ~/zfunc; sandboxed completion zsh >~/zfunc/_sandboxed; fpath=(~/zfunc $fpath);"
            + " autoload -Uz compinit; compinit -D; PS1='HOST> '"),
    FISH(
        "--no-config",
        "set -g fish_autosuggestion_enabled 0; sandboxed completion fish | source;"
            + " function fish_prompt; echo -n 'HOST> '; end");

    private final String withoutStartFile;
    private final String start;

    Shell(String withoutStartFile, String start) {
      this.withoutStartFile = withoutStartFile;
      this.start = start;
    }

    private List<String> command() {
      String program = name().replaceFirst("_.*", "");
      return List.of(program.toLowerCase(Locale.ROOT), withoutStartFile);
    }
  }

  /** What is typed before the Tab, and what is on the line then. */
  private record Row(String typed, String completed) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("sandboxed prof", "sandboxed profiles"),
          new Row("sandboxed profiles sch", "sandboxed profiles schema"),
          new Row("sandboxed profiles show off", "sandboxed profiles show offline"),
          new Row("sandboxed allow deep", "sandboxed allow deeper/"),
          new Row("sandboxed allow --rev", "sandboxed allow --revoke"),
          new Row("sandboxed profiles check READ", "sandboxed profiles check README.md"),
          new Row("sandboxed profiles import dev", "profiles import devcontainer"),
          new Row("sandboxed profiles import srt READ", "profiles import srt README.md"),
          new Row("sandboxed completion f", "sandboxed completion fish"),
          new Row("sandboxed run cla", "sandboxed run claude"),
          new Row("sandboxed run --qui", "sandboxed run --quiet"),
          new Row("sandboxed run --quiet gem", "sandboxed run --quiet gemini"),
          new Row("sandboxed run claude --prot", "sandboxed run claude --protect"),
          new Row("sandboxed run --profile mine-", "sandboxed run --profile mine-own"),
          new Row("sandboxed run --profile=stri", "sandboxed run --profile=strict"),
          new Row("sandboxed run claude --network inter", "run claude --network internet-only"),
          new Row("sandboxed run claude --network=inter", "run claude --network=internet-only"),
          new Row("sandboxed run --auth reado", "sandboxed run --auth readonly"),
          new Row("sandboxed run --state eph", "sandboxed run --state ephemeral"),
          new Row("sandboxed run --dry-run=js", "sandboxed run --dry-run=json"),
          new Row("sandboxed run --read READ", "sandboxed run --read README.md"),
          new Row("sandboxed run --write=READ", "sandboxed run --write=README.md"),
          new Row("sandboxed run --project deep", "sandboxed run --project deeper/"),
          new Row("sandboxed explain cla", "sandboxed explain claude"),
          new Row("sandboxed explain claude --net", "sandboxed explain claude --network"),
          new Row("sandboxed explain claude READ", "sandboxed explain claude README.md"),
          new Row("claude-sandboxed --netw", "claude-sandboxed --network"),
          new Row("claude-sandboxed READ", "claude-sandboxed README.md"),
          // Everything after that is the agent's, whatever its name.
          new Row("sandboxed run claude --resume READ", "run claude --resume README.md"),
          new Row("sandboxed run claude chat --auth READ", "run claude chat --auth README.md"),
          new Row("sandboxed run claude -- --auth READ", "run claude -- --auth README.md"),
          new Row("sandboxed run -- cat READ", "sandboxed run -- cat README.md"),
          new Row("sandboxed run claude --help READ", "run claude --help README.md"));

  @BeforeAll
  void furnish() {
    Profiles.write(world, "mine-own", "extends = \"default\"\n");
    assertThat(world.run("mkdir", "deeper")).succeeded();
    assertThat(world.run("touch", "deep.txt")).succeeded();
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void aTabCompletesSandboxedsWordsAndFilesForTheAgent(Shell shell) {
    try (Terminal terminal = start(shell)) {
      for (Row row : ROWS) {
        terminal.type(row.typed()).waitUntilShows(row.typed()).press("Tab");
        terminal.waitUntil(
            row.typed() + " as " + row.completed(),
            screen -> screen.lines().anyMatch(line -> line.endsWith(row.completed())));
        empty(terminal);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void optionsThatAreTheAgentsAreLeftAlone(Shell shell) {
    try (Terminal terminal = start(shell)) {
      List<String> shown = new ArrayList<>();
      for (String line : List.of("sandboxed run claude --prot", "sandboxed run claude -c --prot")) {
        // The second word shows that the first Tab is done.
        terminal.type(line).press("Tab").type(" READ").press("Tab").waitUntilShows("README.md");
        shown.add(terminal.screen().replaceAll(" +", " "));
        empty(terminal);
      }
      assertThat(shown.getFirst()).contains("--protect README.md");
      assertThat(shown.getLast()).contains("-c --prot README.md");
    }
  }

  @Test
  void anUnknownShellNamesTheKnownOnes() {
    assertThat(world.sandboxed("completion", "tcsh"))
        .exitedWith(125)
        .errContains("tcsh")
        .errContains("bash, zsh or fish");
  }

  @Test
  void theScriptForBashHasNoWarnings() {
    assertThat(world.shell("sandboxed completion bash | shellcheck -s bash -")).succeeded();
  }

  private Terminal start(Shell shell) {
    Terminal terminal = Terminal.running(world, world.project(), shell.command());
    terminal.enter(shell.start).waitUntil("the prompt", screen -> screen.endsWith("HOST>"));
    return terminal.clear();
  }

  /** Clears the line for the next one. */
  private static void empty(Terminal terminal) {
    terminal.press("C-c").clear().press("Enter");
    terminal.waitUntil("an empty line", screen -> screen.endsWith("HOST>"));
  }
}
