package dev.sandboxed.learn;

import dev.sandboxed.observed.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a session did, the same thing once. An agent can do as many things as it likes, so of those
 * behind the first fifty thousand only the number is known.
 */
public final class Seen {

  // Some megabytes, and far more than a build of a large project opens outside of it.
  static final int MOST = 50_000;

  /** How a path was used. */
  enum Use {
    READ,
    LISTED,
    WRITTEN,
    /** Somebody wanted to write it and could not. */
    NOT_WRITTEN,
    /** Somebody wanted to read it and could not. */
    NOT_READ
  }

  /** A use of a path. */
  record Thing(String path, Use use) {}

  /**
   * How often, and by whom first.
   *
   * @param error the kernel's name for why it failed; empty if it did not
   */
  record Evidence(String program, long times, String error) {

    Evidence and(long more) {
      return new Evidence(program, times + more, error);
    }
  }

  private final Map<Thing, Evidence> all = new LinkedHashMap<>();
  private long others;

  /** Adds one. What is about no path, or a call that failed because nothing is there, is none. */
  public void add(Event event) {
    Optional<Use> use = use(event);
    if (use.isEmpty() || !event.what().startsWith("/")) {
      return;
    }
    Thing thing = new Thing(event.what(), use.get());
    Evidence before = all.get(thing);
    long times = Math.max(1, event.times());
    if (before != null) {
      all.put(thing, before.and(times));
    } else if (all.size() < MOST) {
      all.put(thing, new Evidence(event.program(), times, event.error().orElse("")));
    } else {
      others++;
    }
  }

  private static Optional<Use> use(Event event) {
    boolean done = event.error().isEmpty();
    return switch (event.kind()) {
      case READ, EXECUTE -> Optional.of(done ? Use.READ : Use.NOT_READ);
      case LIST -> Optional.of(done ? Use.LISTED : Use.NOT_READ);
      case WRITE ->
          done
              ? Optional.of(Use.WRITTEN)
              : event
                  .error()
                  .filter(error -> error.matches("EROFS|EACCES|EPERM"))
                  .map(_ -> Use.NOT_WRITTEN);
      case CONNECT, CALL -> Optional.empty();
    };
  }

  Map<Thing, Evidence> all() {
    return all;
  }

  /** How many more there were, some of them the same. */
  long others() {
    return others;
  }
}
