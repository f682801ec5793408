package dev.sandboxed.environment;

import dev.sandboxed.problem.Origin;

/** A rule of the merged environment: one variable, or the variables that a glob matches. */
public sealed interface Variable {

  Origin origin();

  /** A variable that is set to a value written in the plan. */
  record Set(String name, String value, Origin origin) implements Variable {}

  /** A variable that no glob passes, because its value means nothing inside. */
  record KeptOut(String name, Origin origin) implements Variable {}

  /** Variables taken from the host at launch, if set there. The values are not in the plan. */
  record Pass(String glob, Origin origin) implements Variable {}
}
