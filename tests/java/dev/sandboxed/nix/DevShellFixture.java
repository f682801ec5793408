package dev.sandboxed.nix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The flake of {@code tests/fixtures/devshell}, as a project of its own. */
public final class DevShellFixture {

  private static final Path SOURCE = Path.of("tests", "fixtures", "devshell");

  private DevShellFixture() {}

  /** A git work tree with the flake, since Nix sees only what git knows. */
  public static Path copiedTo(Path project) throws IOException, InterruptedException {
    List<Path> sources;
    try (Stream<Path> walk = Files.walk(SOURCE)) {
      sources = walk.toList();
    }
    for (Path source : sources) {
      Path copy = project.resolve(SOURCE.relativize(source).toString());
      if (Files.isDirectory(source)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(source, copy); // With its mode: one of them is a program.
      }
    }
    Optional<String> bash = Optional.ofNullable(System.getenv("NIX_FOR_TESTS_BASH"));
    if (bash.isPresent()) {
      Files.writeString(project.resolve("builder.nix"), bash.get(), UTF_8);
    }
    git(project, "init", "--quiet");
    git(project, "add", ".");
    return project;
  }

  private static void git(Path project, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("git", "-C", project.toString()), Stream.of(arguments)).toList();
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new AssertionError(command + " failed");
    }
  }
}
