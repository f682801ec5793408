package dev.sandboxed.profile;

import dev.sandboxed.problem.Problem;
import java.util.List;

/**
 * What was read of a file, and everything that is wrong with it. With problems the value is only
 * good for finding more of them.
 */
record Reading<T>(T value, List<Problem> problems) {

  Reading {
    problems = List.copyOf(problems);
  }
}
