package dev.sandboxed.profile;

import dev.sandboxed.problem.Problem;
import java.util.List;

/**
 * What was read from a file, and everything that is wrong with it. If there are problems, the value
 * is only good for finding more of them.
 */
public record Reading<T>(T value, List<Problem> problems) {

  public Reading {
    problems = List.copyOf(problems);
  }
}
