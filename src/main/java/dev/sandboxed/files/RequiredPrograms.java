package dev.sandboxed.files;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the programs that something needs, and reports all missing ones at once. */
public final class RequiredPrograms {

  private final Programs programs;
  private final String who;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A search among the programs of a PATH.
   *
   * @param who what needs them, as the beginning of a sentence
   */
  public RequiredPrograms(Programs programs, String who) {
    this.programs = programs;
    this.who = who;
  }

  public Path find(String program, String debianPackage) {
    return programs
        .find(program)
        .orElseGet(() -> {
          problems.add(
              Problem.of(
                  "host.missing-program",
                  who + " needs " + program + ", which is not on PATH",
                  Remedy.install(debianPackage)));
          return Path.of(program);
        });
  }

  /**
   * Ends the search.
   *
   * @throws UserFailure naming every program that was not found
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }
}
