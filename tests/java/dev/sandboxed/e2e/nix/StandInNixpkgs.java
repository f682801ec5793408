package dev.sandboxed.e2e.nix;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.RealAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A copy of {@code tests/nix} that knows this machine. Everything it would fetch is in the store
 * beforehand, so a build finds a file there if its hash is the one that is asked for, and fails
 * otherwise.
 */
final class StandInNixpkgs {

  private static final Pattern LOCKED = Pattern.compile("\"([^\"]+)\": \"[0-9a-f]{64}\"");

  private StandInNixpkgs() {}

  /** Makes it in a world that has Nix. */
  static Path in(HostWorld world, RealAgent claude) {
    Path directory = world.backstage().resolve("nixpkgs");
    OutcomeAssert.assertThat(
            world.shell(
                "cp -r \"$1\" \"$2\"",
                Checkout.directory().resolve("tests/nix").toString(),
                directory.toString()))
        .succeeded();
    OutcomeAssert.assertThat(
            world.shell(
                "nix-store --add-fixed sha256 \"$@\"", lockedFiles().toArray(String[]::new)))
        .succeeded();
    String program = claude.program().toString();
    OutcomeAssert.assertThat(
            world.run("nix-store", "--add-fixed", "--recursive", "sha256", program))
        .succeeded();
    String hash = world.run("nix", "hash", "path", "--type", "sha256", program).out().strip();
    write(directory.resolve("machine.nix"), machine(claude.version(), hash));
    return directory;
  }

  private static String machine(String version, String hash) {
    return """
    {
      bash = %s;
      path = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
      jdk = "%s";
      agents.claude-code = {
        version = "%s";
        sha256 = "%s";
      };
    }
    """
        .formatted(
            Objects.requireNonNullElse(System.getenv("NIX_FOR_TESTS_BASH"), "\"/bin/bash\""),
            System.getProperty("java.home"),
            version,
            hash);
  }

  /** The files of the lock, in the repository that Maven itself uses. */
  private static List<String> lockedFiles() {
    Path repository = mavenRepository();
    String lock = read(Checkout.directory().resolve("nix/maven-lock.json"));
    List<String> files = new ArrayList<>();
    LOCKED
        .matcher(lock)
        .results()
        .map((MatchResult locked) -> repository.resolve(locked.group(1)).toString())
        .forEach(files::add);
    return files;
  }

  /** Where the Maven that runs these tests keeps what it has fetched. */
  static Path mavenRepository() {
    return Path.of(Objects.requireNonNull(System.getProperty("localRepository"), "run by Maven"));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
