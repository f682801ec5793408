package dev.sandboxed.plan;

import dev.sandboxed.environment.ShellHook;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The command that is executed inside.
 *
 * @param words the program, absolute inside the sandbox, and its leading arguments
 * @param files the program's own files, unless a grant already shows them
 * @param ways how the paths that are started lead to their files
 * @param path directories for PATH, in front of this machine's, for the program's interpreter
 */
public record AgentCommand(
    List<String> words, List<OwnFile> files, List<Way> ways, List<String> path) {

  // As in nix develop, the hook sees no arguments; it cannot lose those of the program. Its output
  // goes to standard error, because standard output belongs to the program. A hook that ends the
  // shell ends the session, as it would there, but with a message.
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

  /** A symlink of the host, with its target as it holds it. */
  public record Link(Path path, String target) {}

  /**
   * How a path leads to a file, because a program may go by the name that it was called by.
   *
   * @param path inside, as on the host
   * @param file with every symlink resolved
   * @param links on the way that may be made inside, unless a grant already shows them
   */
  public record Way(Path path, Path file, List<Link> links, Origin origin) {
    public Way {
      links = List.copyOf(links);
    }
  }

  public AgentCommand {
    ways = List.copyOf(ways);
    words = List.copyOf(words);
    files = List.copyOf(files);
    path = List.copyOf(path);
  }

  /** A command whose paths lead through no links. */
  public AgentCommand(List<String> words, List<OwnFile> files, List<String> path) {
    this(words, files, List.of(), path);
  }

  /** The directories that it brings along as a whole, by the names that they have on the host. */
  public List<Path> directories(Predicate<Path> isDirectory) {
    return files.stream()
        .filter(file -> file.source().equals(file.path()) && isDirectory.test(file.source()))
        .map(OwnFile::path)
        .toList();
  }

  /**
   * The same command, run after a dev shell's hook.
   *
   * @param bash inside, which runs the hook and is replaced by the program
   */
  public AgentCommand after(Path bash) {
    return new AgentCommand(
        Stream.of(List.of(bash.toString(), "--noprofile", "--norc", "-c", HOOK, "bash"), words)
            .flatMap(List::stream)
            .toList(),
        files,
        ways,
        path);
  }
}
