package dev.sandboxed.toml;

import dev.sandboxed.problem.Quoted;

/**
 * What a table may hold under one key.
 *
 * @param meaning for people, in a few words and without a full stop; empty for a table
 * @param example a value of the key as TOML; empty if the shape alone shows one
 * @param label what it is called in a sentence about a file that sets it
 * @param required whether the table makes no sense without it
 * @param replaces whether a list counts instead of those of the layers below, not with them
 * @param partner the key of the same table without which it does nothing; empty if there is none
 */
public record AcceptedKey(
    Shape shape,
    String meaning,
    String example,
    String label,
    boolean required,
    boolean replaces,
    String partner) {

  /** Whether the values of all layers count together. */
  public boolean addsUp() {
    return switch (shape) {
      case Shape.ListOf _, Shape.TextsByName _ -> !replaces;
      case Shape.Text _, Shape.Word _, Shape.Flag _, Shape.WholeNumber _ -> false;
      case Shape.Hundredths _ -> false;
      case Shape.TextOrTable _, Shape.Table _, Shape.TablesByName _ -> false;
    };
  }

  /** A value as TOML that a person can start from. */
  public String start() {
    if (!example.isEmpty()) {
      return example;
    }
    return switch (shape) {
      case Shape.Flag _ -> "true";
      case Shape.Word word -> Quoted.of(word.words().getFirst());
      case Shape.Text _, Shape.WholeNumber _, Shape.Hundredths _, Shape.ListOf _ -> "";
      case Shape.TextOrTable _, Shape.TextsByName _, Shape.Table _, Shape.TablesByName _ -> "";
    };
  }
}
