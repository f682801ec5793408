package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Waiting;
import dev.sandboxed.e2e.world.Where;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The terminal is the agent's: each behaviour is first shown without a sandbox. */
class TerminalIT {

  /** Knows nothing about terminals, and proves that it is the one that reads. */
  private static final String LISTENER =
      "sh -c 'echo read''y; while read -r line; do echo heard-$line; done'";

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void ctrlZGivesTheShellBackAndFgTheProgram(Where where) {
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line("less README.md")).waitUntilShows("(END)").press("C-z");
      waitUntilStopped(terminal);
      terminal.clear().enter("fg").waitUntilShows("(END)").type("q").waitUntilPrompt();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatKnowsNothingOfTerminalsIsStoppedContinuedAndInterrupted(Where where) {
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line(LISTENER)).waitUntilShowsLine("ready");
      waitUntilStopped(terminal.press("C-z"));
      terminal.enter("fg").waitUntilShowsLine(where.line(LISTENER));
      terminal.enter("hello").waitUntilShowsLine("heard-hello");
      terminal.press("C-c").waitUntilPrompt();
      terminal.enter("echo status=$?").waitUntilShowsLine("status=130");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theShellWaitsUntilAProgramHasClearedItsScreen(Where where) {
    write(
        "slow",
        """
        trap 'sleep 0.3; echo cleared; trap - TSTP; kill -TSTP $$' TSTP
        echo ready
        while :; do read -r -t 0.1 line; done
        """);
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line("bash ./slow")).waitUntilShowsLine("ready").press("C-z");
      waitUntilStopped(terminal);
      assertThat(terminal.screen()).containsSubsequence("cleared", "Stopped");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatIgnoresCtrlZContinues(Where where) {
    write("deaf", "trap '' TSTP; echo ready; while read -r line; do echo heard-$line; done");
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line("bash ./deaf")).waitUntilShowsLine("ready").press("C-z");
      terminal.enter("hello").waitUntilShowsLine("heard-hello");
      assertThat(terminal.screen()).doesNotContain("Stopped");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ctrlCEndsTheLoopOfTheShellAroundIt(Where where) {
    // No shell: between fork and exec dash loses an interrupt.
    write("first", "run-1\n");
    write("second", "run-2\n");
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter("for file in first second; do " + where.line("tail -f $file") + "; done");
      terminal.waitUntilShowsLine("run-1").press("C-c").waitUntilPrompt();
      assertThat(terminal.screen()).doesNotContain("run-2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatHandlesCtrlCContinues(Where where) {
    writeSignalCatcher();
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line("bash ./catcher")).waitUntilShowsLine("ready");
      terminal.press("C-c").waitUntilShows("caught INT");
      terminal.clear().press("C-c").waitUntilShows("caught INT");
      assertThat(terminal.screen()).doesNotContain(Terminal.PROMPT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewWindowSizeArrivesInside(Where where) {
    writeSignalCatcher();
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line("bash ./catcher")).waitUntilShowsLine("ready");
      terminal.resize(91, 27).waitUntilShows("caught WINCH 27 91");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShellInsideHasJobControl(Where where) {
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line("bash --norc")).waitUntil("a prompt", s -> s.endsWith("$"));
      terminal.enter("PS1='INSIDE> '").waitUntil("its prompt", s -> s.endsWith("INSIDE>"));
      terminal.enter(LISTENER).waitUntilShowsLine("ready").press("C-z");
      terminal.waitUntil("a stopped job", s -> s.contains("Stopped") && s.endsWith("INSIDE>"));
      terminal.enter("fg").waitUntilShowsLine(LISTENER);
      terminal.enter("hello").waitUntilShowsLine("heard-hello").press("C-c");
      terminal.waitUntil("the inner prompt", s -> s.endsWith("INSIDE>"));
      terminal.enter("exit 4").waitUntilPrompt();
      terminal.enter("echo status=$?").waitUntilShowsLine("status=4");
    }
  }

  @ParameterizedTest
  @EnumSource
  void claudeCodeIsSuspendedByCtrlZAndBroughtBackByFg(Where where) {
    try (ModelStub model = MessagesApiStub.asking()) {
      skipTheQuestionsOfAFirstStart(where);
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl());
      try (Terminal terminal = Terminal.bash(world)) {
        terminal.enter(where == Where.SANDBOXED ? "sandboxed run --quiet claude" : "claude");
        terminal.waitUntilShows("❯").press("C-z");
        waitUntilStopped(terminal.waitUntilShows("suspended"));
        terminal.clear().enter("fg").waitUntilShows("❯");
        terminal.enter("hello").waitUntilShows(ModelStub.FAREWELL);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theProgramNoticesAClosedWindow(Where where) {
    writeSignalCatcher();
    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter(where.line("bash ./catcher")).waitUntilShowsLine("ready");
    }
    Waiting.until(
        () -> world.run("cat", "last-words").out().equals("caught HUP\n"), () -> "last words");
    world.waitUntilNothingRuns();
  }

  /**
   * Shells forget what they wait for when a signal comes at the wrong moment, so this tries all
   * moments.
   */
  @RepeatedTest(10)
  void signalsThatKeepComingUntilTheEndDoNotKeepItFromComing() {
    writeSignalCatcher();
    Running running = world.start(world.project(), Where.SANDBOXED.command("bash", "./catcher"));
    running.waitUntilPrints("ready");
    String pid = Long.toString(running.pid());
    String often = "select(undef, undef, undef, 0.0005) while kill(TERM => $ARGV[0])";
    assertThat(world.run("perl", "-e", often, pid)).succeeded();
    assertThat(running.finish()).exitedWith(7).outContains("caught TERM");
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatHandlesASigtermEndsInItsOwnWay(Where where) {
    writeSignalCatcher();
    Running running = world.start(world.project(), where.command("bash", "./catcher"));
    running.waitUntilPrints("ready").terminate();
    assertThat(running.finish()).exitedWith(7).outContains("caught TERM");
  }

  @ParameterizedTest
  @EnumSource
  void theProgramHandlesASigtermToTheWholeGroup(Where where) {
    writeSignalCatcher();
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(where.command("bash", "./catcher"));
    Running running = world.start(world.project(), command).waitUntilPrints("ready");
    assertThat(world.shell("kill -TERM -- -$1", Long.toString(running.pid()))).succeeded();
    assertThat(running.finish()).exitedWith(7).outContains("caught TERM");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, 0",
    "exit 3, 3",
    "exit 125, 125",
    "kill -KILL $$, 137",
    "kill -TERM $$, 143",
    "kill -SEGV $$, 139"
  })
  void theExitStatusIsTheAgents(String script, int status) {
    for (Where where : Where.values()) {
      // A shell in between, because it is a shell that reports death by a signal as 128 plus the
      // signal.
      assertThat(
              world.shell(
                  "\"$@\"; exit $?", where.command("sh", "-c", script).toArray(String[]::new)))
          .exitedWith(status);
    }
  }

  @Test
  void aMissingCommandIs127AndOneThatCannotBeExecutedIs126() {
    assertThat(world.sandboxed("run", "--quiet", "--", "./missing")).exitedWith(127);
    assertThat(world.sandboxed("run", "--quiet", "--", "./README.md")).exitedWith(126);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasIgnoredAtTheStartStaysIgnored(Where where) {
    Outcome outcome =
        world.shell(
            "nohup \"$@\" | cat",
            where.command("sh", "-c", "kill -HUP $$; echo still here").toArray(String[]::new));
    assertThat(outcome).succeeded().outContains("still here");
  }

  @ParameterizedTest
  @EnumSource
  void itOutlivesTheThreadThatStartedIt(Where where) throws InterruptedException {
    Running[] running = new Running[1];
    Thread thread =
        new Thread(() ->
            running[0] =
                world
                    .start(
                        world.project(),
                        where.command(
                            "sh", "-c", "echo ready; while ! test -e go; do sleep 0.1; done"))
                    .waitUntilPrints("ready"));
    thread.start();
    thread.join();

    assertThat(world.run("touch", "go")).succeeded();

    assertThat(running[0].finish()).succeeded();
  }

  @Test
  void nothingInsideCanTypeIntoThePersonsTerminal() {
    // TIOCSTI. The kernel may refuse it by itself, with another error.
    String push =
        "perl -e 'ioctl(STDIN, 0x5412, my $c = \"x\") and print \"typed\\n\" or printf \"errno-%d\\n\", $!'";
    try (Terminal terminal = Terminal.bash(world)) {
      terminal
          .enter(push)
          .waitUntil("an answer", s -> s.contains("typed\n") || s.contains("errno-5\n"));
      terminal
          .clear()
          .press("C-u")
          .enter("sandboxed run --quiet -- " + push)
          .waitUntilShowsLine("errno-1");
    }
  }

  private static void waitUntilStopped(Terminal terminal) {
    terminal.waitUntil(
        "a stopped job and the prompt",
        screen -> screen.contains("Stopped") && screen.endsWith("\n" + Terminal.PROMPT));
  }

  /** A program that says which signals it gets; a SIGTERM or a closed window ends it. */
  private void writeSignalCatcher() {
    write(
        "catcher",
        """
        trap 'echo caught INT' INT
        trap 'echo caught WINCH $(stty size)' WINCH
        trap 'trap "" TERM; echo caught TERM; exit 7' TERM
        trap 'echo caught HUP >last-words; exit 7' HUP
        echo ready
        while :; do sleep 0.1; done
        """);
  }

  private void write(String file, String script) {
    assertThat(world.shell("printf %s \"$2\" >\"$1\"", file, script)).succeeded();
  }

  private void skipTheQuestionsOfAFirstStart(Where where) {
    String key = "key-of-more-than-twenty-characters";
    RealAgent claude = RealAgent.claude();
    world.set("ANTHROPIC_API_KEY", key);
    world.set("CLAUDE_CONFIG_DIR", world.home().resolve(claude.state()).toString());
    claude.install(
        world,
        where,
        ".claude.json",
        """
        {"hasCompletedOnboarding": true, "theme": "dark",
         "customApiKeyResponses": {"approved": ["%s"], "rejected": []},
         "projects": {"%s": {"hasTrustDialogAccepted": true}}}
        """
            .formatted(key.substring(key.length() - 20), world.project()));
  }
}
