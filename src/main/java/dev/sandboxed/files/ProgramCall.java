package dev.sandboxed.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program to run. No shell reads its words, and it inherits nothing.
 *
 * @param words the program's path and its arguments
 * @param environment all of its variables
 * @param directory where it runs
 * @param input what it reads
 * @param file what it reads instead, if there is one
 * @param limit after which it is killed
 * @param validity how long its answer holds
 */
public record ProgramCall(
    List<String> words,
    Map<String, String> environment,
    Path directory,
    String input,
    Optional<Path> file,
    Duration limit,
    Validity validity) {

  /** How long an answer holds, as long as the program itself is the same. */
  public enum Validity {
    /** It may be another one at any time. */
    UNTIL_ASKED,
    /** As long as the kernel allows the same. What it forbids may be allowed at any time. */
    WHILE_ALLOWED,
    /**
     * It follows from the words, the variables, and files whose text was asked for as well, whether
     * the program finds something (status 0) or nothing (1).
     */
    FROM_FILES
  }

  // Such programs answer in milliseconds. Where fifty launches begin at once on two processors, ten
  // seconds were not always enough; a machine that needs longer than this is stuck.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  public ProgramCall {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A program without variables and input that runs in the root directory for half a minute. */
  public static ProgramCall of(Path program, List<String> arguments) {
    List<String> words = Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    return new ProgramCall(
        words, Map.of(), Path.of("/"), "", Optional.empty(), LIMIT, Validity.UNTIL_ASKED);
  }

  public Path program() {
    return Path.of(words.getFirst());
  }

  public ProgramCall with(Map<String, String> variables) {
    return new ProgramCall(words, variables, directory, input, file, limit, validity);
  }

  public ProgramCall in(Path other) {
    return new ProgramCall(words, environment, other, input, file, limit, validity);
  }

  public ProgramCall reading(String text) {
    return new ProgramCall(words, environment, directory, text, Optional.empty(), limit, validity);
  }

  /** With a file of sandboxed's as its input, which may be large. */
  public ProgramCall readingFile(Path other) {
    return new ProgramCall(words, environment, directory, "", Optional.of(other), limit, validity);
  }

  public ProgramCall within(Duration other) {
    return new ProgramCall(words, environment, directory, input, file, other, validity);
  }

  public ProgramCall holding(Validity other) {
    return new ProgramCall(words, environment, directory, input, file, limit, other);
  }
}
