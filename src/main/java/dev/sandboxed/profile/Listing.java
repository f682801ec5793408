package dev.sandboxed.profile;

import dev.sandboxed.problem.Problem;
import java.util.List;

/**
 * One line of a list of profiles or agents.
 *
 * @param description empty if the file has none, or is broken
 * @param shadowed whether a file of the same name on an earlier shelf is used instead
 * @param problems what is wrong with the file, which is listed even so
 */
public record Listing(
    String name,
    ProfileDirectory shelf,
    String file,
    String description,
    boolean shadowed,
    List<Problem> problems) {

  public Listing {
    problems = List.copyOf(problems);
  }
}
