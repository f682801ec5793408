package dev.sandboxed.nix;

import dev.sandboxed.files.CappedOutput;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * Runs Nix so that none of its processes outlives sandboxed.
 *
 * <p>Without a daemon Nix builds in its own children, which may have children of their own. So
 * bubblewrap puts it into a process namespace that ends with sandboxed, even on {@code kill -9}:
 * the kernel kills bubblewrap with the thread that started it, and the whole namespace with
 * bubblewrap. Each run's {@link Confinement} says what else Nix is kept from.
 *
 * @param nix the program
 * @param bubblewrap the program
 */
record NixProcess(Path nix, Path bubblewrap, NixLimits limits, Progress progress) {

  private static final Path TOP = Path.of("/");

  // Nix has them off by default, and everything that runs here needs them.
  private static final List<String> FEATURES =
      List.of("--extra-experimental-features", "nix-command flakes");

  /** The same, without reporting what Nix says while it runs. */
  NixProcess silent() {
    return new NixProcess(nix, bubblewrap, limits, Progress.SILENT);
  }

  /**
   * Standard output of one run.
   *
   * @throws UserFailure if Nix is missing, fails, takes too long or prints too much
   */
  String output(NixRun run) {
    if (!Files.isExecutable(nix)) {
      throw failure("nix.missing", nix + " is not a program", NixProgram.INSTALL);
    }
    ProcessGuard leash = new ProcessGuard(limits.time());
    CappedOutput output = new CappedOutput(limits.outputBytes(), leash::end);
    LastWords lastWords = new LastWords(progress);
    int status = execute(run, leash, output, lastWords);
    progress.report("");
    if (output.exceeded()) {
      throw failure(
          "nix.output-too-large",
          "nix %s printed more than %d bytes".formatted(run.step(), limits.outputBytes()),
          "No dev shell is this large. " + run.remedy());
    }
    if (leash.timedOut()) {
      throw failure(
          "nix.timeout",
          "nix %s did not end within %d seconds and was stopped%s"
              .formatted(run.step(), limits.time().toSeconds(), quoted(lastWords)),
          "If it only needs more time, try again: what it has fetched so far is kept. "
              + run.remedy());
    }
    if (status != 0) {
      NixDaemon.told(lastWords.text())
          .ifPresent(known -> {
            throw new UserFailure(known);
          });
      throw failure(
          "nix.failed",
          "nix %s %s%s".formatted(run.step(), ending(status), quoted(lastWords)),
          run.remedy());
    }
    return decoded(output.bytes(), run.step());
  }

  // Bubblewrap's parent is the calling thread, so that thread has to be the one that waits.
  private int execute(NixRun run, ProcessGuard leash, CappedOutput output, LastWords lastWords) {
    CommandLine command = new CommandLine(bubblewrap);
    verbatim(command, run.confinement().arguments());
    verbatim(command, List.of("--"));
    verbatim(command, run.tracer());
    verbatim(command, List.of(nix.toString()));
    verbatim(command, FEATURES);
    verbatim(command, run.arguments());
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setWorkingDirectory(TOP)
            .setExecuteStreamHandler(new PumpStreamHandler(output, lastWords))
            .get();
    executor.setExitValues(null); // Every status is judged here.
    executor.setWatchdog(leash);
    executor.setProcessDestroyer(leash);
    try {
      return executor.execute(command, run.confinement().environment());
    } catch (IOException e) {
      throw failure(
          "nix.not-started",
          "nix %s could not be started: %s".formatted(run.step(), e.getMessage()),
          "To see whether bubblewrap works here: sandboxed run -- true");
    }
  }

  private static void verbatim(CommandLine command, List<String> arguments) {
    arguments.forEach(argument -> command.addArgument(argument, false));
  }

  private static String ending(int status) {
    return status > 128
        ? "was ended by signal " + (status - 128)
        : "failed with exit status " + status;
  }

  private static String quoted(LastWords lastWords) {
    String text = lastWords.text();
    return text.isEmpty() ? ", without a word" : "; its last words:\n    " + indented(text);
  }

  private static String indented(String text) {
    return text.replace("\n", "\n    ");
  }

  private static String decoded(byte[] bytes, String step) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw failure(
          "nix.unreadable",
          "nix %s printed text that is not UTF-8".formatted(step),
          "Look for a variable with a damaged value in the dev shell.");
    }
  }

  private static UserFailure failure(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, message, hint));
  }
}
