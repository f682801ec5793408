package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorReporterTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everyProblemIsPrintedAPlaceInAFileFirst() {
    int status =
        report(
            false,
            new UserFailure(
                List.of(
                    Problem.at(new SourcePosition("a.toml", 3, 1), "x", "unknown key", "did you"),
                    Problem.of("y", "no bwrap", ""))));
    assertThat(status).isEqualTo(125);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("a.toml:3:1: unknown key\n  did you\nsandboxed: no bwrap\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void theStatusIsThatOfTheFailure() {
    assertThat(report(false, new UserFailure(127, List.of(Problem.of("x", "y", "z")))))
        .isEqualTo(127);
  }

  @Test
  void whatShouldNotHappenIsSaidWithoutAStackTrace() {
    assertThat(report(false, new IllegalStateException("two steps"))).isEqualTo(125);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("this should not have happened", "two steps")
        .doesNotContain("at dev.sandboxed");
  }

  @Test
  void withDebugTheStackTraceIsThere() {
    report(true, new IllegalStateException("two steps"));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("at dev.sandboxed");
  }

  @Test
  void aNameThatAProjectChoosesDoesNotReachTheTerminalRaw() {
    report(false, new UserFailure(Problem.of("x", "no \u001b[2J\u001b]0;title\u0007 here", "")));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sandboxed: no ?]0;title? here\n");
  }

  private int report(boolean debug, Throwable thrown) {
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new ErrorReporter(streams, debug).report(thrown);
  }
}
