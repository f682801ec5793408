package dev.sandboxed.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.cli.ExplainCommand;
import dev.sandboxed.cli.SandboxedCommand;
import dev.sandboxed.cli.options.Candidates;
import dev.sandboxed.cli.options.RunOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CompletionTableTest {

  private static CompletionTable.Entry run() {
    return table().entries().stream()
        .filter(entry -> entry.path().equals("run"))
        .findFirst()
        .orElseThrow();
  }

  private static CompletionTable table() {
    CommandLine root = new CommandLine(new SandboxedCommand());
    root.addSubcommand("run", new RunOptions());
    root.addSubcommand("explain", new ExplainCommand());
    return CompletionTable.of(root, List.of("claude", "codex"));
  }

  @Test
  void everyAgentMayHaveAProgramOfItsOwn() {
    assertThat(BashCompletion.of(table()))
        .endsWith("complete -F _sandboxed sandboxed claude-sandboxed codex-sandboxed\n");
    assertThat(ZshCompletion.of(table())).startsWith("#compdef sandboxed claude-sandboxed codex-");
    assertThat(FishCompletion.of(table())).contains("claude-sandboxed codex-sandboxed");
  }

  @Test
  void anOptionSaysWhatItsValueIs() {
    assertThat(run().options())
        .extracting(option -> option.word() + " " + ShellWords.of(option.candidates()))
        .contains(
            "--profile names profiles",
            "--network words full internet-only allowlist none",
            "--auth words shared readonly none",
            "--state words project shared ephemeral",
            "--read files",
            "--project directories",
            "--package none");
  }

  @Test
  void whatFollowsAnAgentsNameBelongsToTheAgent() {
    assertThat(run().passing()).isTrue();
    assertThat(run().operand()).isEqualTo(new Candidates.Names("agents"));
  }

  @Test
  void aValueThatMayBeLeftOutIsAttached() {
    assertThat(run().words(CompletionTable.Value.ATTACHED))
        .isEqualTo("--devshell --snapshot --observe --dry-run");
  }

  @Test
  void everyOptionThatIsShownIsCompletedWithItsDescription() {
    assertThat(run().options())
        .hasSizeGreaterThan(15)
        .noneMatch(one -> one.description().isEmpty());
  }
}
