package dev.sandboxed.watch;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Questions in a form that bash reads without a parser: of each its kind, its subject and its mark,
 * with a NUL after each.
 */
public final class QuestionLines {

  private QuestionLines() {}

  /** All of them, in their order. */
  public static String of(List<Question> questions) {
    return questions.stream()
        .map(question ->
            question.kind().word() + "\0" + question.subject() + "\0" + question.mark() + "\0")
        .collect(Collectors.joining());
  }
}
