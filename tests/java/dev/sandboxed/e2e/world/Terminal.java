package dev.sandboxed.e2e.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A real terminal of a fixed size with a person at it: tmux with its own server, which ends with
 * the test.
 */
public final class Terminal implements AutoCloseable {

  /** What {@link #bash} shows when it waits for the next command. */
  public static final String PROMPT = "HOST>";

  private final HostWorld world;
  private final String socket;
  private final long server;
  private final Thread ifTheTestsAreStopped = new Thread(this::killServer);

  private Terminal(HostWorld world, Path directory, int columns, int rows, List<String> command) {
    this.world = world;
    this.socket =
        world
            .backstage()
            .resolve("tmux-" + UUID.randomUUID().toString().substring(0, 8))
            .toString();
    List<String> start =
        new ArrayList<>(List.of("start-server", ";", "set-option", "-g", "remain-on-exit", "on"));
    start.addAll(List.of(";", "new-session", "-d", "-c", directory.toString()));
    start.addAll(List.of("-x", Integer.toString(columns), "-y", Integer.toString(rows), "--"));
    start.addAll(command);
    tmux(start.toArray(String[]::new));
    this.server = Long.parseLong(ask("#{pid}"));
    Runtime.getRuntime().addShutdownHook(ifTheTestsAreStopped);
  }

  /** A terminal of 120 columns and 36 rows in which {@code command} runs. */
  public static Terminal running(HostWorld world, Path directory, List<String> command) {
    return new Terminal(world, directory, 120, 36, command);
  }

  /** A person's interactive shell with job control, in the project, waiting for a command. */
  public static Terminal bash(HostWorld world) {
    Terminal terminal = running(world, world.project(), List.of("bash", "--norc"));
    return terminal.enter("unset HISTFILE; PS1='" + PROMPT + " '").waitUntilPrompt();
  }

  /** Types {@code text} as it is. */
  public Terminal type(String text) {
    tmux("send-keys", "-l", "--", text);
    return this;
  }

  /** Types {@code line} and presses Enter. */
  public Terminal enter(String line) {
    return type(line).press("Enter");
  }

  /** Presses a key by tmux's name, for example {@code C-z}. */
  public Terminal press(String key) {
    tmux("send-keys", key);
    return this;
  }

  /** Forgets what is on the screen, so that later waits see only what comes after. */
  public Terminal clear() {
    tmux("send-keys", "-R", ";", "clear-history");
    return this;
  }

  public Terminal resize(int columns, int rows) {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    return this;
  }

  /** What a person sees, without trailing blanks. */
  public String screen() {
    return tmux("capture-pane", "-p").stripTrailing();
  }

  /** The same with the sequences that colour it. */
  public String colouredScreen() {
    return tmux("capture-pane", "-p", "-e").stripTrailing();
  }

  public Terminal waitUntilShows(String text) {
    return waitUntil("«" + text + "»", screen -> screen.contains(text));
  }

  /** Waits for a line that is exactly {@code line}. */
  public Terminal waitUntilShowsLine(String line) {
    return waitUntil(
        "the line «" + line + "»",
        screen -> screen.lines().map(String::strip).anyMatch(line::equals));
  }

  /** Waits until the host's shell is ready for a command. */
  public Terminal waitUntilPrompt() {
    return waitUntil(
        "the prompt", screen -> screen.endsWith("\n" + PROMPT) || screen.equals(PROMPT));
  }

  public Terminal waitUntil(String expectation, Predicate<String> condition) {
    Waiting.until(
        () -> condition.test(screen()),
        () -> expectation + " on this screen:\n" + screen() + "\nprocesses: " + world.processes());
    return this;
  }

  /** Waits for the end of the program that the terminal was opened with. */
  public int exitStatus() {
    // A terminal can be closed before its program has ended, and tmux calls that dead already. It
    // does not hear of an end that comes while it takes the terminal out of utmp (tmux issue 311),
    // until it hears of another.
    Waiting.until(
        () -> {
          OutcomeAssert.assertThat(world.shell("kill -CHLD $1", Long.toString(server))).succeeded();
          return !ask("#{pane_dead_status}#{pane_dead_signal}").isEmpty();
        },
        () -> "the end on this screen:\n" + screen());
    String signal = ask("#{pane_dead_signal}");
    return signal.isEmpty()
        ? Integer.parseInt(ask("#{pane_dead_status}"))
        : 128 + Integer.parseInt(signal);
  }

  /** Ends the terminal like a closed window: its programs get a SIGHUP. */
  @Override
  public void close() {
    killServer();
    Waiting.until(
        () -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty(),
        () -> "the end of the tmux server");
    Runtime.getRuntime().removeShutdownHook(ifTheTestsAreStopped);
  }

  private void killServer() {
    start("kill-server").finish();
  }

  private String ask(String format) {
    return tmux("display-message", "-p", format).strip();
  }

  private String tmux(String... arguments) {
    Outcome outcome = start(arguments).finish();
    if (outcome.exit() != 0) {
      throw new AssertionError("tmux failed: " + outcome.describe());
    }
    return outcome.out();
  }

  private Running start(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null", "-S", socket));
    command.addAll(List.of(arguments));
    return world.start(world.project(), command);
  }
}
