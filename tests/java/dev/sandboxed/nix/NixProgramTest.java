package dev.sandboxed.nix;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NixProgramTest {

  @TempDir private Path directory;

  private Path program(String path, String mode) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.createFile(file);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void isTheFirstProgramOnPath() throws IOException {
    program("first/nix", "rw-r--r--");
    Path second = program("second/nix", "rwxr-xr-x");
    program("third/nix", "rwxr-xr-x");
    Files.createDirectories(directory.resolve("zeroth/nix"));
    String path = "relative::%1$s/zeroth:%1$s/first:%1$s/second:%1$s/third".formatted(directory);

    assertThat(NixProgram.find(ThisMachine.INQUIRY, Map.of("PATH", path))).isEqualTo(second);
  }

  @Test
  void isOtherwiseTheOneInThePersonsProfile() throws IOException {
    Path program = program(".nix-profile/bin/nix", "rwxr-xr-x");

    assertThat(
            NixProgram.find(
                ThisMachine.INQUIRY, Map.of("PATH", "/empty", "HOME", directory.toString())))
        .isEqualTo(program);
  }

  @Test
  void isReportedMissingWithEveryPlaceThatWasSearched() {
    Problem problem =
        onlyProblemOf(() ->
            NixProgram.find(
                Map.of("PATH", "/empty:/also-empty", "HOME", "/nobody"), place -> false));

    assertThat(problem.code()).isEqualTo("nix.missing");
    assertThat(problem.message())
        .contains(
            "/empty, /also-empty, /nobody/.nix-profile/bin, /nobody/.local/state/nix/profile/bin,"
                + " /nix/var/nix/profiles");
    assertThat(problem.hint()).contains("Install Nix");
  }
}
