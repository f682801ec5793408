package dev.sandboxed.seccomp;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules for a program that knows calls by their names alone, and takes no list of what an
 * argument must not be. Whatever has no name there, such as the calls of a newer kernel, it can
 * only refuse as a whole: so these say what is let through. Everything else has to be answered with
 * {@link #OTHERWISE}. Only the machine's own 64-bit calls are among them.
 */
public final class NamedCalls {

  /** The answer to every call that no entry is about. */
  public static final Verdict OTHERWISE = Verdict.ENOSYS;

  /**
   * The answer to some calls.
   *
   * @param calls their names
   * @param refused the answer, or empty where they are let through
   * @param use the uses that it is about
   */
  public record Entry(List<String> calls, Optional<Verdict> refused, Use use) {
    public Entry {
      calls = List.copyOf(calls);
    }
  }

  private NamedCalls() {}

  /** Entries of which no two are about the same use. */
  public static List<Entry> of(List<Rule> rules) {
    List<String> known = KnownCalls.names();
    Map<String, List<Rule>> byCall =
        rules.stream()
            .filter(rule -> known.contains(rule.call().name()))
            .collect(groupingBy(rule -> rule.call().name(), LinkedHashMap::new, toList()));
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry(
            known.stream().filter(name -> !byCall.containsKey(name)).toList(),
            Optional.empty(),
            Use.EVERY));
    byCall.forEach((name, uses) -> entries.addAll(of(name, uses)));
    return List.copyOf(entries);
  }

  private static List<Entry> of(String name, List<Rule> rules) {
    List<Entry> entries = new ArrayList<>();
    for (int at = 0; at < rules.size(); at++) {
      Rule rule = rules.get(at);
      // The first one that fits decides.
      List<Rule> before =
          rules.subList(0, at).stream()
              .filter(earlier -> earlier.verdict() != rule.verdict())
              .toList();
      if (rule.verdict() != OTHERWISE) {
        Use.both(Use.refused(rule), Use.besides(before))
            .forEach(
                use -> entries.add(new Entry(List.of(name), Optional.of(rule.verdict()), use)));
      }
    }
    return Stream.concat(
            entries.stream().distinct(),
            Use.besides(rules).stream().map(use -> new Entry(List.of(name), Optional.empty(), use)))
        .toList();
  }
}
