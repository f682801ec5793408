package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.cli.options.ErrorForm;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorReporterTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ErrorForm form = ErrorForm.TEXT;

  @Test
  void everyProblemIsPrintedAndItsPlaceInAFileComesFirst() {
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
  void anInternalErrorIsReportedWithoutAStackTrace() {
    assertThat(report(false, new IllegalStateException("two steps"))).isEqualTo(125);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("this should not have happened", "two steps")
        .doesNotContain("at dev.sandboxed");
  }

  @Test
  void withDebugTheStackTraceIsPrinted() {
    report(true, new IllegalStateException("two steps"));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("at dev.sandboxed");
  }

  @Test
  void aNameThatAProjectChoosesDoesNotReachTheTerminalRaw() {
    report(false, new UserFailure(Problem.of("x", "no \u001b[2J\u001b]0;title\u0007 here", "")));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sandboxed: no ?]0;title? here\n");
  }

  @Test
  void forProgramsEveryProblemIsAnObjectOnALineOfItsOwn() {
    form = ErrorForm.JSON;
    int status =
        report(
            false,
            new UserFailure(
                127,
                List.of(
                    Problem.at(new SourcePosition("a.toml", 3, 1), "x", "unknown", "did\nyou"),
                    Problem.of("y", "no \u001b[2J\u202e\u007f", ""))));
    assertThat(status).isEqualTo(127);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"code":"x","message":"unknown","file":"a.toml","line":3,"column":1,"hint":"did\\nyou"}
            {"code":"y","message":"no \\u001B[2J\\u202E\\u007f","file":null,"line":null,"column":null,"hint":""}
            """);
  }

  @Test
  void onATerminalTheProgramsNameIsBoldUnlessThePersonWantsNoColours() {
    UserFailure failure = new UserFailure(Problem.of("x", "no bwrap", ""));
    report(true, Map.of("TERM", "xterm"), failure);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("\u001b[1msandboxed:\u001b[0m no bwrap\n");
    for (Map<String, String> environment :
        List.of(
            Map.of("TERM", "xterm", "NO_COLOR", "1"),
            Map.of("TERM", "dumb"),
            Map.<String, String>of())) {
      err.reset();
      report(true, environment, failure);
      assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sandboxed: no bwrap\n");
    }
    err.reset();
    report(false, Map.of("TERM", "xterm"), failure);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sandboxed: no bwrap\n");
  }

  private int report(boolean debug, Throwable thrown) {
    return reporter(false, Map.of("TERM", "xterm"), debug).report(thrown);
  }

  private void report(boolean terminal, Map<String, String> environment, Throwable thrown) {
    assertThat(reporter(terminal, environment, false).report(thrown)).isEqualTo(125);
  }

  private ErrorReporter reporter(boolean terminal, Map<String, String> environment, boolean debug) {
    Streams streams =
        new Streams(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal);
    return new ErrorReporter(streams, new Colours(environment), form, debug);
  }
}
