package dev.sandboxed.toml;

import dev.sandboxed.problem.Quoted;

/**
 * What a table may hold under one key.
 *
 * @param meaning for people, in a few words and without a full stop; empty for a table
 * @param example a value of the key as TOML; empty if the shape alone shows one
 * @param required whether the table makes no sense without it
 */
public record AcceptedKey(Shape shape, String meaning, String example, boolean required) {

  /** A value as TOML that a person can start from. */
  public String start() {
    if (!example.isEmpty()) {
      return example;
    }
    return switch (shape) {
      case Shape.Flag _ -> "true";
      case Shape.Word word -> Quoted.of(word.words().getFirst());
      case Shape.Text _, Shape.WholeNumber _, Shape.ListOf _ -> "";
      case Shape.TextOrTable _, Shape.TextsByName _, Shape.Table _ -> "";
    };
  }
}
