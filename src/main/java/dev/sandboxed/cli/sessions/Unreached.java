package dev.sandboxed.cli.sessions;

import dev.sandboxed.denials.tried.Outcome;
import dev.sandboxed.denials.tried.Tried;
import dev.sandboxed.observed.Event;
import dev.sandboxed.state.Session;
import java.util.List;

/**
 * What the tier internet-only refused, of which the kernel gives a number and nothing else. So it
 * is inferred: a program that looks for its own address may do the same as one that connects.
 *
 * @param isCounted whether the kernel counted
 * @param count how often there was no way, without what was seen by itself
 * @param observed whether the session was observed, which sees most of it
 */
record Unreached(boolean isCounted, long count, boolean observed) {

  // What the kernel counts is what it answers with this.
  private static final String NO_ROUTE = "ENETUNREACH";

  /** That of a session, beside what was seen in it. */
  static Unreached of(Session session, boolean observed, List<Tried> tried) {
    long seen =
        tried.stream()
            .filter(one -> one.kind() == Event.Kind.CONNECT && one.counts())
            .filter(one -> one.judgement().outcome() == Outcome.ADDRESS)
            .filter(one -> one.error().equals(NO_ROUTE))
            .mapToLong(Tried::times)
            .sum();
    return new Unreached(
        session.end().flatMap(Session.End::unreached).isPresent(),
        Math.max(0, session.unreached() - seen),
        observed);
  }

  /** The lines for a person; none where there is nothing to say. */
  List<String> lines() {
    if (count == 0) {
      return List.of();
    }
    return List.of(
        "at least %d %s%s to what internet-only blocks may have been refused: the kernel only counts them"
            .formatted(count, observed ? "more " : "", count == 1 ? "connection" : "connections"),
        observed
            ? "  packets without a connection are among them, which are not seen"
            : "  --observe has the address of each written down, and the program");
  }
}
