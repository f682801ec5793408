package dev.sandboxed.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramRunnerTest {

  @TempDir Path directory = Path.of("");

  private static final Path SH = Path.of("/bin/sh");

  private final Inquiry inquiry = new LiveInquiry(Map.of(), InstantSource.system());

  private static ProgramCall sh(String script) {
    return ProgramCall.of(SH, List.of("-c", script));
  }

  @Test
  void aProgramGetsItsInputAndNothingElse() throws IOException {
    ProgramOutput output =
        inquiry.output(
            new ProgramCall(
                List.of("/usr/bin/env"),
                Map.of("A", "1"),
                Path.of("/"),
                "",
                Optional.empty(),
                Duration.ofDays(1),
                ProgramCall.Validity.UNTIL_ASKED));
    assertThat(output.text()).isEqualTo("A=1\n");
    assertThat(inquiry.output(sh("cat; pwd").reading("input\n")).text()).isEqualTo("input\n/\n");
  }

  @Test
  void noShellReadsItsWords() throws IOException {
    ProgramCall call = ProgramCall.of(Path.of("/bin/echo"), List.of("$HOME;", "a b ", "'"));
    assertThat(inquiry.output(call).text()).isEqualTo("$HOME; a b  '\n");
  }

  @Test
  void itsStatusAndItsErrorsAreKept() throws IOException {
    assertThat(inquiry.output(sh("echo out; echo err >&2; exit 3")))
        .isEqualTo(new ProgramOutput(new ProgramEnd(3, true, "err\n"), "out\n"));
  }

  @Test
  void aStuckProgramIsKilledWithWhatItStarted() throws IOException {
    // The child holds the output open: whoever waited for the end of it would wait for a day.
    ProgramOutput output =
        inquiry.output(sh("sleep 86400 & sleep 86400").within(Duration.ofMillis(300)));
    assertThat(output.end().inTime()).isFalse();
  }

  @Test
  void whatAProgramLeavesBehindCannotKeepAnybodyWaiting() throws IOException {
    Path seen = directory.resolve("seen");
    Path note = directory.resolve("pid");
    // It ends while its output is waited for. Whoever waited for the end of that would wait for a
    // day.
    ProgramCall call =
        sh(
            "echo; until [ -e %s ]; do sleep 0.01; done; sleep 86400 & echo $! >%s"
                .formatted(seen, note));
    OutputStream output =
        new OutputStream() {
          @Override
          public void write(int single) {
            Disk.file(seen, "");
          }
        };
    ProgramEnd end = ProgramRunner.run(call, output, Duration.ofMillis(1));
    long left = Long.parseLong(Files.readString(note).strip());
    assertThat(ProcessHandle.of(left).orElseThrow().destroyForcibly()).isTrue();
    assertThat(end.status()).isZero();
  }

  @Test
  void errorsWithoutEndAreReadAndCutOff() throws IOException {
    ProgramEnd end = inquiry.output(sh("head -c 1000000 /dev/zero >&2")).end();
    assertThat(end.succeeded()).isTrue();
    assertThat(end.errors().length()).isEqualTo(64 << 10);
  }
}
