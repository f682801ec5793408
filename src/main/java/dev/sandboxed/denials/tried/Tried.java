package dev.sandboxed.denials.tried;

import dev.sandboxed.observed.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One thing that programs tried, whatever calls they made for it.
 *
 * @param what as {@link Event} has it: the agent's words
 * @param error the kernel's name for why it failed
 * @param programs their names, which are the agent's words, too
 */
public record Tried(
    Event.Kind kind,
    String what,
    String error,
    Judgement judgement,
    List<String> calls,
    List<String> programs,
    long times,
    double first,
    double last) {

  // Far more than anybody reads of one thing.
  private static final int MOST_PROGRAMS = 20;

  public Tried {
    calls = List.copyOf(calls);
    programs = List.copyOf(programs);
  }

  /** Whether it was refused, and says something. */
  public boolean counts() {
    return judgement.noise().isEmpty();
  }

  /** Whether the sandbox, or something else, refused it. */
  public boolean isRefused() {
    return judgement.outcome() != Outcome.GRANTED;
  }

  /**
   * The same things once, in the order in which they were tried first; what was granted is left
   * out.
   */
  public static List<Tried> all(List<Event> events, Judge judge) {
    Map<String, List<Event>> same = new LinkedHashMap<>();
    for (Event event : events) {
      if (event.error().isPresent()) {
        same.computeIfAbsent(sameness(event), _ -> new ArrayList<>()).add(event);
      }
    }
    return same.values().stream().map(group -> of(group, judge)).filter(Tried::isRefused).toList();
  }

  private static String sameness(Event event) {
    return event.kind()
        + " "
        + event.error().orElse("")
        + " "
        + (event.kind() == Event.Kind.CALL ? event.call() : event.what());
  }

  private static Tried of(List<Event> group, Judge judge) {
    Event one = group.getFirst();
    TreeSet<String> programs = new TreeSet<>();
    TreeSet<String> calls = new TreeSet<>();
    group.forEach(event -> {
      calls.add(event.call());
      if (programs.size() < MOST_PROGRAMS) {
        programs.add(event.program());
      }
    });
    return new Tried(
        one.kind(),
        one.what(),
        one.error().orElse(""),
        judge.of(one),
        List.copyOf(calls),
        List.copyOf(programs),
        group.stream().mapToLong(Event::times).sum(),
        group.stream().mapToDouble(Event::first).min().orElse(0),
        group.stream().mapToDouble(Event::last).max().orElse(0));
  }
}
