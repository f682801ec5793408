package dev.sandboxed.nix.shell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dev shell as {@code nix print-dev-env --json} describes it, raw: nothing has been filtered yet.
 *
 * @param installable which one was asked for, for example {@code .#default}
 * @param variables in the order of the JSON
 * @param functions what is between the braces of each shell function, by its name
 * @param structuredAttrs present if the derivation has structured attributes
 */
public record DevEnv(
    String installable,
    List<Variable> variables,
    Map<String, String> functions,
    Optional<StructuredAttrs> structuredAttrs) {

  public DevEnv {
    variables = List.copyOf(variables);
    functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
  }

  /** One variable by its bash type. Only {@link Exported} ones are part of an environment. */
  public sealed interface Variable {
    String name();
  }

  public record Exported(String name, String value) implements Variable {}

  /**
   * The attributes of a derivation, as a build finds them in two files.
   *
   * @param json as {@code NIX_ATTRS_JSON_FILE} has them
   * @param bash declarations, as {@code NIX_ATTRS_SH_FILE} has them
   */
  public record StructuredAttrs(String json, String bash) {}

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
