package dev.sandboxed.profile;

import dev.sandboxed.problem.Origin;

/** A request about variables. */
public sealed interface EnvironmentRule {

  Origin origin();

  /**
   * Takes variables from the host at launch. {@code glob} is a name that may hold {@code *} and
   * {@code ?}.
   */
  record Pass(String glob, Origin origin) implements EnvironmentRule {}

  /** Puts a directory on PATH, and shows it if nothing else does. */
  record Programs(String directory, boolean optional, Origin origin) implements EnvironmentRule {}

  /** Sets one variable to a constant, which is written into the plan. */
  record Set(String name, String value, Origin origin) implements EnvironmentRule {}
}
