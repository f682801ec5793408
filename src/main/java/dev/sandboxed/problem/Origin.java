package dev.sandboxed.problem;

import java.util.Optional;

/**
 * Why something is in the plan: which file, line, option or rule of sandboxed. Every grant, mount
 * and variable carries one.
 */
public sealed interface Origin {

  /** How the origin is shown to a person, on one line. */
  String describe();

  /** One of sandboxed's rules. */
  record BuiltIn(String rule) implements Origin {
    @Override
    public String describe() {
      return rule;
    }
  }

  /** The place in a file that this names, if it is one. */
  default Optional<SourcePosition> where() {
    return this instanceof Line line ? Optional.of(line.position()) : Optional.empty();
  }

  /**
   * A line of a profile or of an agent definition; {@code layer} is, for example, {@code profile
   * web}.
   */
  record Line(String layer, SourcePosition position) implements Origin {
    @Override
    public String describe() {
      return layer + ", " + position;
    }
  }

  /** An option on the command line, for example {@code --read}. */
  record CommandLine(String option) implements Origin {
    @Override
    public String describe() {
      return "option " + option;
    }
  }

  /** A {@code SANDBOXED_…} variable. */
  record Variable(String name) implements Origin {
    @Override
    public String describe() {
      return "variable " + name;
    }
  }

  /** A variable of the dev shell, for example {@code .#default}. */
  record DevShell(String installable, String variable) implements Origin {
    @Override
    public String describe() {
      return "dev shell " + installable + ", variable " + variable;
    }
  }

  /** A store path that something else in the plan needs at run time. */
  record Closure(String rootStorePath, Origin because) implements Origin {
    @Override
    public String describe() {
      return "closure of " + rootStorePath + ", " + because.describe();
    }
  }

  /** A fact about this machine, for example where a symlink leads. */
  record Host(String fact) implements Origin {
    @Override
    public String describe() {
      return fact;
    }
  }
}
