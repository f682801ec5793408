package dev.sandboxed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {

  @TempDir Path project = Path.of("");

  @Test
  void aValueThatStartsWithAnAtSignIsAValueAndNotAFileOfMoreOptions() {
    Path planted = Disk.file(project.resolve("types"), "--write=/\n");
    assertThat(RunOptions.parse(List.of("--read", "@" + planted)).read)
        .containsExactly("@" + planted);
    assertThat(RunOptions.parse(List.of("--read", "@" + planted)).write).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "yes"})
  void aVariableCanTurnASwitchOn(String value) {
    assertThat(RunOptions.parse(List.of("--quiet=" + value)).quiet).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "false", "no"})
  void aVariableCanTurnASwitchOff(String value) {
    assertThat(RunOptions.parse(List.of("--quiet=" + value)).quiet).isFalse();
  }

  @Test
  void aMissingOrWrongValueIsReported() {
    assertThat(Refusals.codesOf(() -> RunOptions.parse(List.of("--read"))))
        .containsExactly("option.usage");
    assertThat(Refusals.codesOf(() -> RunOptions.parse(List.of("--quiet=perhaps"))))
        .containsExactly("option.usage");
    assertThat(Refusals.codesOf(() -> RunOptions.parse(List.of("--profile=a", "--profile=b"))))
        .containsExactly("option.usage");
  }
}
