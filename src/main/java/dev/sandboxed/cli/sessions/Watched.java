package dev.sandboxed.cli.sessions;

import dev.sandboxed.denials.Refusal;
import dev.sandboxed.names.HostName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has happened since a person was last told, in bounds: an agent can do as much as it likes,
 * and each name can be another one.
 */
final class Watched {

  /** How many lines a person is shown at a time. */
  static final int MOST_LINES = 20;

  /** Of more names than these that wait for a question, the newest stay. */
  static final int MOST_WAITING = 20;

  /** After so many questions, no more are asked: whoever asks more wants a yes by weariness. */
  static final int MOST_QUESTIONS = 50;

  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final LinkedHashSet<HostName> waiting = new LinkedHashSet<>();
  private final Set<HostName> asked = new HashSet<>();
  private long unseen;
  private long dropped;

  /** Takes up a connection. */
  void add(Refusal one) {
    String line =
        "%s  %s%s"
            .formatted(
                one.isAllowed() ? "allowed" : "refused",
                one.target(),
                one.isAllowed() || one.isMissing() ? "" : "  " + one.verdict() + "  " + one.rule());
    if (lines.containsKey(line) || lines.size() < MOST_LINES) {
      lines.merge(line.stripTrailing(), 1, Integer::sum);
    } else {
      unseen++;
    }
    if (one.isMissing() && !one.kind().equals(Refusal.STREAM) && HostName.isOne(one.name())) {
      await(new HostName(one.name()));
    }
  }

  private void await(HostName name) {
    if (asked.contains(name) || asked.size() >= MOST_QUESTIONS) {
      return;
    }
    waiting.remove(name);
    waiting.addLast(name);
    if (waiting.size() > MOST_WAITING) {
      waiting.removeFirst();
      dropped++;
    }
  }

  /** What to show now; what is shown is forgotten. */
  List<String> shown() {
    List<String> shown = new ArrayList<>();
    lines.forEach((line, times) -> shown.add(times == 1 ? line : line + "  (" + times + " times)"));
    if (unseen > 0) {
      shown.add(unseen + " more connections, which are too many to show");
    }
    if (dropped > 0) {
      shown.add(dropped + " refused names will not be asked about: sandboxed denials has them");
    }
    lines.clear();
    unseen = 0;
    dropped = 0;
    return shown;
  }

  /** The name to ask about next, once in its life. */
  Optional<HostName> next() {
    if (waiting.isEmpty() || asked.size() >= MOST_QUESTIONS) {
      waiting.clear();
      return Optional.empty();
    }
    HostName name = waiting.removeLast();
    asked.add(name);
    return Optional.of(name);
  }

  /** Whether the last question has been asked. */
  boolean isTired() {
    return asked.size() >= MOST_QUESTIONS;
  }
}
