package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.Environment;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.problem.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookBashTest {

  private static final Origin TEST = new Origin.BuiltIn("test");

  @TempDir private Path root;

  @Test
  void theFirstBashOnTheSandboxsPathIsTaken() throws IOException {
    Path shell = program("shell/bin", "rwxr-xr-x");
    program("machine/bin", "rwxr-xr-x");
    assertThat(HookBash.of(ThisMachine.INQUIRY, path("nothing", "shell/bin", "machine/bin")))
        .isEqualTo(shell);
  }

  @Test
  void aFileThatCannotBeExecutedDoesNotCount() throws IOException {
    program("shell/bin", "rw-r--r--");
    Path machine = program("machine/bin", "rwxr-xr-x");
    assertThat(HookBash.of(ThisMachine.INQUIRY, path("shell/bin", "machine/bin")))
        .isEqualTo(machine);
  }

  @Test
  void withoutABashNothingStarts() {
    assertThat(Refusals.codesOf(() -> HookBash.of(ThisMachine.INQUIRY, path("nothing"))))
        .containsExactly("devshell.no-bash");
  }

  private Path program(String directory, String mode) throws IOException {
    Path bash = Files.createDirectories(root.resolve(directory)).resolve("bash");
    return Files.setPosixFilePermissions(
        Files.createFile(bash), PosixFilePermissions.fromString(mode));
  }

  private Environment path(String... directories) {
    String path =
        Stream.of(directories).map(each -> root + "/" + each).collect(Collectors.joining(":"));
    return new Environment(
        List.of(
            new Variable.Pass("LC_*", TEST),
            new Variable.Set("HOME", "/home/ana", TEST),
            new Variable.Set("PATH", path, TEST)),
        List.of(),
        Optional.empty());
  }
}
