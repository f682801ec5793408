package dev.sandboxed.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Ends the command with one or more problems a person can fix. Nothing has been started. */
public final class UserFailure extends RuntimeException {

  /** sandboxed could not or would not launch. */
  public static final int REFUSED = 125;

  /** The command was found but cannot be executed. */
  public static final int NOT_EXECUTABLE = 126;

  /** The command was not found. */
  public static final int NOT_FOUND = 127;

  private final int exitStatus;
  private final transient List<Problem> problems;

  public UserFailure(int exitStatus, List<Problem> problems) {
    super(problems.stream().map(Problem::render).collect(Collectors.joining("\n")));
    this.exitStatus = exitStatus;
    this.problems = List.copyOf(problems);
  }

  public UserFailure(List<Problem> problems) {
    this(REFUSED, problems);
  }

  public UserFailure(Problem problem) {
    this(List.of(problem));
  }

  public int exitStatus() {
    return exitStatus;
  }

  public List<Problem> problems() {
    return problems;
  }
}
