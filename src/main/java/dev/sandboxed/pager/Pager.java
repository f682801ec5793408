package dev.sandboxed.pager;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.files.Programs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pager that git would choose, except that no project has a say: {@code GIT_PAGER}, {@code
 * core.pager} in the person's own configuration of git, {@code PAGER}, {@code less}. As for git, it
 * is a line for the shell.
 */
public final class Pager implements AutoCloseable {

  private static final Path SHELL = Path.of("/bin/sh");

  // As git does: quit if all fits on the screen, keep the colours, leave the text there.
  private static final Map<String, String> USUAL = Map.of("LESS", "FRX", "LV", "-c");

  private final PrintStream out;
  private final Optional<Process> process;

  private Pager(PrintStream out, Optional<Process> process) {
    this.out = out;
    this.process = process;
  }

  /** Nothing between the text and where it goes. */
  public static Pager none(PrintStream out) {
    return new Pager(out, Optional.empty());
  }

  /**
   * Starts the person's, on a terminal.
   *
   * @param out where the text goes if there is none
   * @param tools programs that no agent can have written; the pager is looked for among them
   */
  public static Pager start(PrintStream out, Inquiry inquiry, Programs tools) {
    String line = line(inquiry, tools);
    if (line.isEmpty() || line.equals("cat")) {
      return none(out);
    }
    ProcessBuilder builder =
        new ProcessBuilder(SHELL.toString(), "-c", line)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = new HashMap<>(USUAL);
    environment.putAll(inquiry.environment());
    builder.environment().clear();
    builder.environment().putAll(tools.environment(environment));
    out.flush();
    try {
      Process process = builder.start();
      // A person who interrupts ends this program, and must not get the pager and a shell at once.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(process)));
      return new Pager(
          new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8),
          Optional.of(process));
    } catch (IOException notStarted) {
      return none(out);
    }
  }

  private static String line(Inquiry inquiry, Programs tools) {
    return Stream.<Optional<String>>of(
            inquiry.variable("GIT_PAGER"),
            configured(inquiry, tools),
            inquiry.variable("PAGER"),
            tools.find("less").map(Path::toString))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("");
  }

  /** There is no repository there, so no project's configuration is read. */
  private static Optional<String> configured(Inquiry inquiry, Programs tools) {
    Map<String, String> variables = new HashMap<>(inquiry.environment());
    variables.keySet().retainAll(Set.of("HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL"));
    variables.put("GIT_DIR", "/dev/null");
    try {
      Optional<Path> git = tools.find("git");
      if (git.isEmpty()) {
        return Optional.empty();
      }
      ProgramOutput output =
          inquiry.output(
              ProgramCall.of(git.get(), List.of("config", "--get", "core.pager")).with(variables));
      return output.end().succeeded() ? Optional.of(output.text().strip()) : Optional.empty();
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /** What is printed here is shown. */
  public PrintStream out() {
    return out;
  }

  /** Whether the person has left it, so that nobody sees any more. */
  public boolean isLeft() {
    return process.isPresent() && out.checkError();
  }

  /** Waits until the person has seen enough. */
  @Override
  public void close() {
    process.ifPresentOrElse(
        pager -> {
          out.close();
          await(pager);
        },
        out::flush);
  }

  private static void await(Process pager) {
    try {
      pager.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
