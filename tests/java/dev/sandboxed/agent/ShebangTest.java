package dev.sandboxed.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShebangTest {

  @TempDir Path top = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "#!/bin/sh, /bin/sh",
    "#! /usr/bin/python3 -I, /usr/bin/python3",
    "#!/usr/bin/env node, node",
    "#!/usr/bin/env -S node --no-warnings, node",
    "#!/usr/bin/env -S A=1 node, node",
    "#!/nix/store/x/bin/env bash, bash",
  })
  void aScriptNamesItsInterpreter(String firstLine, String interpreter) {
    assertThat(
            Shebang.read(
                ThisMachine.INQUIRY, Disk.file(top.resolve("s"), firstLine + "\nexit 0\n")))
        .contains(interpreter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#",
        "\u007fELF",
        "#!",
        "#!\n/bin/sh",
        "exit 0",
        " #!/bin/sh",
        "#!/usr/bin/env"
      })
  void anythingElseHasNoInterpreter(String text) {
    assertThat(Shebang.read(ThisMachine.INQUIRY, Disk.file(top.resolve("s"), text))).isEmpty();
  }

  @Test
  void theKernelReadsNoFurtherThan256Bytes() {
    Path script = Disk.file(top.resolve("s"), "#!" + " ".repeat(300) + "/bin/sh\n");
    assertThat(Shebang.read(ThisMachine.INQUIRY, script)).isEmpty();
  }

  @Test
  void whatCannotBeReadHasNoInterpreter() {
    assertThat(Shebang.read(ThisMachine.INQUIRY, top.resolve("gone"))).isEmpty();
  }
}
