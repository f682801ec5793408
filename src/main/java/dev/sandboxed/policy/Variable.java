package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;

/** What becomes of the environment: one variable, or the variables that a glob matches. */
public sealed interface Variable {

  Origin origin();

  /** Set to a value that is written into the plan. */
  record Set(String name, String value, Origin origin) implements Variable {}

  /** Taken from the host at launch, where it is set there. The value is in no plan. */
  record Pass(String glob, Origin origin) implements Variable {}
}
