package dev.sandboxed.toml;

import java.util.List;

/** What a value must look like, whatever it means. */
public sealed interface Shape {

  /** A string. */
  record Text(TextRule rule) implements Shape {}

  /** One of a few strings. */
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }
  }

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {}

  /** A whole number, both limits included. */
  record WholeNumber(int least, int most) implements Shape {}

  /**
   * A number with at most two digits behind its point.
   *
   * @param least in hundredths, like {@code most}, which is included
   */
  record Hundredths(int least, int most) implements Shape {}

  /** Any number of values. */
  record ListOf(Shape entry) implements Shape {}

  /** A string, or an inline table that says more about it. */
  record TextOrTable(Text text, Table table) implements Shape {}

  /** Strings under names that the person chooses. */
  record TextsByName(TextRule names, TextRule texts) implements Shape {}

  /**
   * A table with keys that sandboxed defines.
   *
   * @param name the name under which {@link AcceptedKeys} has them
   */
  record Table(String name) implements Shape {}

  /**
   * Tables of one kind, under names that the person chooses.
   *
   * @param table its name is that of the table which holds them
   */
  record TablesByName(TextRule names, Table table) implements Shape {
    /** The word that stands for such a name where keys are listed. */
    public static final String ANY = "name";
  }
}
