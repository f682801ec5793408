package dev.sandboxed.nix;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * Runs Nix so that nothing of it outlives us.
 *
 * <p>Without a daemon Nix builds in its own children, which may have children of their own. So
 * bubblewrap puts it into a process namespace that ends with us, even at {@code kill -9}: the
 * kernel kills bubblewrap with the thread that started it, and all of the namespace with
 * bubblewrap. Nix stays in the terminal's foreground, so that Ctrl-C reaches it too. It sees and
 * may do all that we do.
 *
 * @param nix the program
 * @param bubblewrap the program
 * @param environment all of it
 */
record NixProcess(
    Path nix,
    Path bubblewrap,
    Map<String, String> environment,
    NixLimits limits,
    Progress progress) {

  private static final List<String> LEASH =
      List.of("--die-with-parent", "--unshare-pid", "--dev-bind", "/", "/", "--proc", "/proc");

  // Nix has them off by default, and all that is run here needs them.
  private static final List<String> FEATURES =
      List.of("--extra-experimental-features", "nix-command flakes");

  NixProcess {
    environment = Map.copyOf(environment);
  }

  /**
   * Standard output of one run.
   *
   * @param directory where it runs
   * @param step what people are told, for example {@code print-dev-env .#default}
   * @throws UserFailure if Nix is missing, fails, takes too long or prints too much
   */
  String output(Path directory, String step, List<String> arguments) {
    if (!Files.isExecutable(nix)) {
      throw failure("nix.missing", nix + " is not a program", NixProgram.INSTALL);
    }
    Leash leash = new Leash(limits.time());
    CappedOutput output = new CappedOutput(limits.outputBytes(), leash::end);
    LastWords lastWords = new LastWords(progress);
    int status = execute(directory, step, arguments, leash, output, lastWords);
    if (output.exceeded()) {
      throw failure(
          "nix.output-too-large",
          "nix %s printed more than %d bytes".formatted(step, limits.outputBytes()),
          "No dev shell is this large. Look at what it prints: " + retry(directory, step));
    }
    if (leash.timedOut()) {
      throw failure(
          "nix.timeout",
          "nix %s did not end within %d seconds and was stopped%s"
              .formatted(step, limits.time().toSeconds(), quoted(lastWords)),
          "If it only needs longer, run it once yourself, its result is kept: "
              + retry(directory, step));
    }
    if (status != 0) {
      throw failure(
          "nix.failed",
          "nix %s %s%s".formatted(step, ending(status), quoted(lastWords)),
          "To see all it says: " + retry(directory, step));
    }
    return decoded(output.bytes(), step);
  }

  // Bubblewrap's parent is the calling thread, which therefore has to be the one that waits.
  private int execute(
      Path directory,
      String step,
      List<String> arguments,
      Leash leash,
      CappedOutput output,
      LastWords lastWords) {
    CommandLine command = new CommandLine(bubblewrap);
    verbatim(command, LEASH);
    verbatim(command, List.of("--chdir", directory.toString(), "--", nix.toString()));
    verbatim(command, FEATURES);
    verbatim(command, arguments);
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setWorkingDirectory(directory)
            .setExecuteStreamHandler(new PumpStreamHandler(output, lastWords))
            .get();
    executor.setExitValues(null); // Every status is for us to judge.
    executor.setWatchdog(leash);
    executor.setProcessDestroyer(leash);
    try {
      return executor.execute(command, environment);
    } catch (IOException e) {
      throw failure(
          "nix.not-started",
          "nix %s could not be started: %s".formatted(step, e.getMessage()),
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

  private static String retry(Path directory, String step) {
    return "nix %s   (in %s)".formatted(step, directory);
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
