package dev.sandboxed.nix;

import java.util.List;
import java.util.Map;

/**
 * A dev shell as {@code nix print-dev-env --json} describes it, raw: nothing has been filtered yet.
 *
 * @param installable which one was asked for, for example {@code .#default}
 * @param variables in the order of the JSON
 * @param functions names of the shell functions, which are never carried
 * @param structuredAttrs whether the derivation had structured attributes, which are never carried
 */
public record DevEnv(
    String installable, List<Variable> variables, List<String> functions, boolean structuredAttrs) {

  public DevEnv {
    variables = List.copyOf(variables);
    functions = List.copyOf(functions);
  }

  /** One variable by its bash type. Only {@link Exported} ones are part of an environment. */
  public sealed interface Variable {
    String name();
  }

  public record Exported(String name, String value) implements Variable {}

  /** A shell variable that is not exported. */
  public record Local(String name, String value) implements Variable {}

  public record Indexed(String name, List<String> values) implements Variable {
    public Indexed {
      values = List.copyOf(values);
    }
  }

  public record Associative(String name, Map<String, String> values) implements Variable {
    public Associative {
      values = Map.copyOf(values);
    }
  }
}
