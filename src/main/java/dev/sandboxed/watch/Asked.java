package dev.sandboxed.watch;

import dev.sandboxed.files.ProgramCall;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A question as it was asked.
 *
 * @param seen the beginning of its mark, which is at hand
 * @param digest the rest of the mark, which takes time to make and is seldom needed
 * @param ran what was run, if it was a program
 */
record Asked(
    Question.Kind kind, String subject, String seen, Supplier<String> digest, Optional<Ran> ran) {

  /**
   * A program that was run.
   *
   * @param output all that it wrote; empty if that is too much to keep
   */
  record Ran(ProgramCall call, int status, Optional<byte[]> output) {}

  Asked(Question.Kind kind, String subject, String seen, Supplier<String> digest) {
    this(kind, subject, seen, digest, Optional.empty());
  }

  Asked(Question.Kind kind, String subject, String mark) {
    this(kind, subject, mark, () -> "");
  }

  Question question() {
    return new Question(kind, subject, seen + digest.get());
  }
}
