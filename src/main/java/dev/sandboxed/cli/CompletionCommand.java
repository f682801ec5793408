package dev.sandboxed.cli;

import dev.sandboxed.cli.options.Candidates;
import dev.sandboxed.cli.shell.BashCompletion;
import dev.sandboxed.cli.shell.CompletionTable;
import dev.sandboxed.cli.shell.FishCompletion;
import dev.sandboxed.cli.shell.ZshCompletion;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.ProfileLibrary.Listing;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sandboxed completion}: the script a shell needs to complete its words. */
@Command(
    name = "completion",
    description = "Prints a completion script: completion bash, zsh or fish.",
    footer = {
      "",
      "bash:  source <(sandboxed completion bash)                   in ~/.bashrc",
      "zsh:   sandboxed completion zsh >DIRECTORY-OF-FPATH/_sandboxed",
      "fish:  sandboxed completion fish >~/.config/fish/conf.d/sandboxed.fish"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Streams streams;
  private final HostProbe probe;
  private final Installation installation;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      description = "bash, zsh or fish",
      completionCandidates = Candidates.Shells.class)
  @Nullable String shell;

  // For the scripts, which ask when a completion needs it.
  @Option(names = "--list", hidden = true)
  @Nullable String list;

  @Spec CommandSpec spec = CommandSpec.create();

  CompletionCommand(Streams streams, HostProbe probe, Installation installation) {
    this.streams = streams;
    this.probe = probe;
    this.installation = installation;
  }

  @Override
  public Integer call() {
    if (list != null) {
      names(list).stream().map(Listing::name).distinct().forEach(streams.out()::println);
      return 0;
    }
    CompletionTable table =
        CompletionTable.of(
            spec.root().commandLine(), names("agents").stream().map(Listing::name).toList());
    streams
        .out()
        .print(
            switch (shell) {
              case "bash" -> BashCompletion.of(table);
              case "zsh" -> ZshCompletion.of(table);
              case "fish" -> FishCompletion.of(table);
              case null, default ->
                  throw new UserFailure(
                      Problem.of(
                          "option.usage",
                          shell == null ? "which shell?" : "there is no completion for " + shell,
                          "write sandboxed completion bash, zsh or fish"));
            });
    return 0;
  }

  private List<Listing> names(String kind) {
    ProfileLibrary library = installation.library(probe);
    return kind.equals("agents") ? library.agents() : library.profiles();
  }
}
