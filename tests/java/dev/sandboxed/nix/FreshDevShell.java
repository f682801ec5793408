package dev.sandboxed.nix;

import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.nix.flake.Installable;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.shell.DevEnvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A dev shell that is evaluated from scratch; only the result is kept. */
final class FreshDevShell {

  private FreshDevShell() {}

  /**
   * Its JSON, for {@link DevEnvReader}.
   *
   * @param words as people write them, relative to the project, for example {@code .#default}
   * @throws dev.sandboxed.problem.UserFailure see {@link DevShellEvaluation}
   */
  static String json(
      NixPrograms programs,
      Map<String, String> environment,
      Path project,
      String words,
      Progress progress) {
    try {
      Path place = Files.createTempDirectory("sandboxed-devshell-");
      try {
        Path home = Files.createDirectory(place.resolve("home"));
        Path root = Files.createDirectory(place.resolve("root")).resolve("shell");
        DevShellEvaluation shell =
            new DevShellEvaluation(programs, environment, home, NixLimits.DEFAULT, progress);
        return switch (Installable.of(words, project)) {
          case Installable.Remote remote -> shell.remote(remote, root);
          case Installable.Local local -> {
            LocalFlake flake = LocalFlake.of(ThisMachine.INQUIRY, local, project);
            Path scratch = Files.createDirectory(place.resolve("scratch"));
            Discovered found = shell.discover(flake, scratch, sources -> {});
            yield shell.realise(shell.evaluate(flake, found.tree()), root);
          }
        };
      } finally {
        delete(place);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // All of it was made by this test and by Nix.
  private static void delete(Path place) throws IOException {
    try (Stream<Path> walk = Files.walk(place)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
