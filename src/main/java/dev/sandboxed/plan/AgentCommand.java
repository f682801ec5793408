package dev.sandboxed.plan;

import dev.sandboxed.policy.ShellHook;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is executed inside.
 *
 * @param words the program, absolute inside the sandbox, and its leading arguments
 * @param files the program's own files, as far as no grant shows them already
 * @param path directories that go at the end of PATH, for the program's interpreter
 */
public record AgentCommand(List<String> words, List<OwnFile> files, List<String> path) {

  // The hook sees no arguments, as in nix develop, and cannot lose those of the program. What it
  // prints goes to standard error: the other one is the program's. One that ends the shell ends the
  // session, as it would there, but not without a word.
  private static final String HOOK =
      "readonly -a __sandboxed_command=(\"$@\"); set --; "
          + "trap 'echo \"sandboxed: the shellHook ended the session before the agent was started\" >&2' EXIT; "
          + "{ source "
          + ShellHook.SCRIPT
          + "; } >&2; "
          + "trap - EXIT; "
          + "exec -- \"${__sandboxed_command[@]}\"";

  /**
   * A file or directory of the program, read-only.
   *
   * @param source on the host, with every symlink resolved
   * @param path inside
   */
  public record OwnFile(Path source, Path path, Origin origin) {}

  public AgentCommand {
    words = List.copyOf(words);
    files = List.copyOf(files);
    path = List.copyOf(path);
  }

  /**
   * The same after a dev shell's hook.
   *
   * @param bash inside, which runs the hook and is replaced by the program
   */
  public AgentCommand after(Path bash) {
    return new AgentCommand(
        Stream.of(List.of(bash.toString(), "--noprofile", "--norc", "-c", HOOK, "bash"), words)
            .flatMap(List::stream)
            .toList(),
        files,
        path);
  }
}
