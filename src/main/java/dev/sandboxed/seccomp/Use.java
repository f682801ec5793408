package dev.sandboxed.seccomp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Uses of a call that are alike: each argument that is named has a value where a mask has a bit.
 * Every set of uses that rules are about is a few of these, and so is the rest.
 *
 * @param arguments what is known of them, by their index from 0; none is every use
 */
public record Use(SortedMap<Integer, Bits> arguments) {

  private static final int ALL = -1;

  static final Use EVERY = new Use(new TreeMap<>());

  /**
   * Some bits of the low half of an argument; see {@link Condition}.
   *
   * @param mask the bits that count
   * @param value what they are
   */
  public record Bits(int mask, int value) {

    private Optional<Bits> and(Bits other) {
      boolean agree = ((value ^ other.value) & mask & other.mask) == 0;
      return agree
          ? Optional.of(new Bits(mask | other.mask, value | other.value))
          : Optional.empty();
    }

    private boolean has(Bits other) {
      return (mask & ~other.mask) == 0 && ((value ^ other.value) & mask) == 0;
    }
  }

  public Use {
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
  }

  /** The uses that a rule refuses. */
  static List<Use> refused(Rule rule) {
    List<Use> uses = List.of(EVERY);
    for (Condition condition : rule.conditions()) {
      uses = both(uses, that(condition));
    }
    return uses;
  }

  /** The uses that none of these rules refuses, all of which are about one call. */
  static List<Use> besides(List<Rule> rules) {
    List<Use> uses = List.of(EVERY);
    for (Rule rule : rules) {
      uses = both(uses, rule.conditions().stream().flatMap(one -> not(one).stream()).toList());
    }
    return uses;
  }

  private static List<Use> that(Condition condition) {
    return switch (condition) {
      case Condition.Is is -> List.of(of(is, ALL, is.value()));
      case Condition.HasAny any -> bits(any.bits()).map(bit -> of(any, bit, bit)).toList();
      case Condition.NoneOf none -> {
        List<Use> uses = List.of(EVERY);
        for (int value : none.values()) {
          uses = both(uses, not(new Condition.Is(none.argument(), value)));
        }
        yield uses;
      }
    };
  }

  private static List<Use> not(Condition condition) {
    return switch (condition) {
      // The values that differ from it first in this bit, from the highest on: no two overlap.
      case Condition.Is is ->
          bits(ALL).map(bit -> of(is, -bit, (is.value() & -bit) ^ bit)).toList();
      case Condition.HasAny any -> List.of(of(any, any.bits(), 0));
      case Condition.NoneOf none ->
          none.values().stream().map(value -> of(none, ALL, value)).toList();
    };
  }

  private static Stream<Integer> bits(int mask) {
    return Stream.iterate(0, at -> at < Integer.SIZE, at -> at + 1)
        .map(at -> 1 << at)
        .filter(bit -> (mask & bit) != 0);
  }

  private static Use of(Condition condition, int mask, int value) {
    return new Use(new TreeMap<>(Map.of(condition.argument(), new Bits(mask, value))));
  }

  /** What is in both, without those that another one has in it. */
  static List<Use> both(List<Use> some, List<Use> others) {
    List<Use> uses = new ArrayList<>();
    for (Use one : some) {
      if (others.stream().anyMatch(other -> other.has(one))) {
        uses.add(one);
      } else {
        others.forEach(other -> one.and(other).ifPresent(uses::add));
      }
    }
    List<Use> distinct = uses.stream().distinct().toList();
    return distinct.stream()
        .filter(use -> distinct.stream().noneMatch(other -> !other.equals(use) && other.has(use)))
        .toList();
  }

  private Optional<Use> and(Use other) {
    SortedMap<Integer, Bits> all = new TreeMap<>(arguments);
    for (Map.Entry<Integer, Bits> one : other.arguments.entrySet()) {
      Bits mine = all.get(one.getKey());
      Optional<Bits> both = mine == null ? Optional.of(one.getValue()) : mine.and(one.getValue());
      if (both.isEmpty()) {
        return Optional.empty();
      }
      all.put(one.getKey(), both.get());
    }
    return Optional.of(new Use(all));
  }

  /** Whether all of the other is in this. */
  private boolean has(Use other) {
    return arguments.entrySet().stream()
        .allMatch(one -> {
          Bits theirs = other.arguments.get(one.getKey());
          return theirs != null && one.getValue().has(theirs);
        });
  }
}
