package dev.sandboxed.plan;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;

/**
 * What is executed inside.
 *
 * @param words the program, absolute inside the sandbox, and its leading arguments
 * @param files the program's own files, as far as no grant shows them already
 * @param path directories that go at the end of PATH, for the program's interpreter
 */
public record AgentCommand(List<String> words, List<OwnFile> files, List<String> path) {

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
}
