package dev.sandboxed.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The managers are scripts that answer as the real ones do. */
class VersionManagersTest {

  @TempDir Path temporary = Path.of("");

  private Path top = Path.of("");
  private Path program = Path.of("");

  @BeforeEach
  void aProgram() throws IOException {
    top = temporary.toRealPath();
    program = Disk.program(top.resolve("installs/agent/2/bin/agent"), "\u007fELF");
  }

  @Test
  void aShimThatIsTheManagerItselfIsAskedForTheProgram() {
    Path mise = manager("mise", "[ \"$1 $2\" = 'which agent' ] && echo " + program);
    assertThat(managers().resolve(mise, "agent")).isEqualTo(program);
  }

  @Test
  void aShimInAShimsDirectoryIsTheManagersToo() {
    manager("asdf", "[ \"$1 $2\" = 'which agent' ] && echo " + program);
    Path shim = Disk.program(top.resolve(".asdf/shims/agent"), "#!/bin/sh\n");
    assertThat(managers().resolve(shim, "agent")).isEqualTo(program);
  }

  @Test
  void theAnswerIsFollowedToTheRealProgram() {
    Path link = Disk.link(top.resolve("installs/agent/latest"), "2");
    manager("mise", "echo " + link + "/bin/agent");
    assertThat(managers().resolve(top.resolve("bin/mise"), "agent")).isEqualTo(program);
  }

  @Test
  void anyOtherProgramIsItself() {
    manager("mise", "exit 1");
    assertThat(managers().resolve(program, "agent")).isEqualTo(program);
  }

  @Test
  void aShimWhoseManagerIsNotOnPathIsItself() {
    Path shim = Disk.program(top.resolve(".asdf/shims/agent"), "#!/bin/sh\n");
    assertThat(managers().resolve(shim, "agent")).isEqualTo(shim);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "true", "echo /nowhere/agent", "echo agent is not installed"})
  void aManagerThatCannotAnswerIsReported(String script) {
    Path mise = manager("mise", script);
    UserFailure failure = Refusals.of(() -> managers().resolve(mise, "agent"));
    assertThat(failure.exitStatus()).isEqualTo(127);
    assertThat(failure.problems().getFirst().code()).isEqualTo("agent.version-manager");
  }

  private Path manager(String name, String script) {
    return Disk.program(top.resolve("bin").resolve(name), "#!/bin/sh\n" + script + "\n");
  }

  private VersionManagers managers() {
    return new VersionManagers(Programs.on(ThisMachine.INQUIRY, top.resolve("bin").toString()));
  }
}
