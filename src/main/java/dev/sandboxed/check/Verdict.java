package dev.sandboxed.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What came of a promise.
 *
 * @param tried how many attempts were refused inside, and succeed outside
 * @param broken the attempts that succeeded inside
 * @param open why something could not be shown; empty if everything was
 */
public record Verdict(
    Promise promise, State state, int tried, List<Attempt> broken, List<String> open) {

  /** Whether a promise is kept. */
  public enum State {
    KEPT("ok"),
    FAILED("failed"),
    /** Nothing was shown, for or against it. */
    UNTESTED("not tested");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** For people. */
    public String word() {
      return word;
    }
  }

  public Verdict {
    broken = List.copyOf(broken);
    open = List.copyOf(open);
  }

  /**
   * The verdict on a promise.
   *
   * @param inside the answer to each attempt in the sandbox
   * @param outside the answer to each without it
   */
  public static Verdict of(
      Promise promise, Function<Attempt, Answer> inside, Function<Attempt, Answer> outside) {
    List<Attempt> broken = new ArrayList<>();
    List<String> alike = new ArrayList<>();
    List<String> untried = new ArrayList<>();
    int tried = 0;
    for (Attempt attempt : promise.attempts()) {
      switch (inside.apply(attempt)) {
        case SUCCEEDED -> broken.add(attempt);
        case UNTRIED -> untried.add(attempt.subject());
        case REFUSED -> {
          if (outside.apply(attempt) == Answer.SUCCEEDED) {
            tried++;
          } else {
            alike.add(attempt.subject());
          }
        }
      }
    }
    List<String> open = new ArrayList<>();
    if (!promise.note().isEmpty()) {
      open.add(promise.note());
    }
    if (!untried.isEmpty()) {
      open.add(few(untried) + " could not be tried: a program that it takes is not inside");
    }
    if (!alike.isEmpty()) {
      open.add(few(alike) + (alike.size() == 1 ? " is" : " are") + " refused outside as well");
    }
    State state = broken.isEmpty() ? (tried == 0 ? State.UNTESTED : State.KEPT) : State.FAILED;
    return new Verdict(promise, state, tried, broken, open);
  }

  private static final int MOST = 3;

  private static String few(List<String> subjects) {
    String shown = String.join(", ", subjects.subList(0, Math.min(MOST, subjects.size())));
    int more = subjects.size() - MOST;
    return more > 0 ? shown + " and %d more".formatted(more) : shown;
  }
}
