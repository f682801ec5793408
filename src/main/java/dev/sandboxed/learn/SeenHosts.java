package dev.sandboxed.learn;

import dev.sandboxed.names.AnyHost;
import dev.sandboxed.names.HostName;
import java.util.Map;
import java.util.TreeMap;

/** The hosts that a session connected to by name while any was allowed. */
public final class SeenHosts {

  // Nobody reads through more, and an agent can make as many as it likes.
  private static final int MOST = 2_000;

  private final Map<String, Long> allowed = new TreeMap<>();
  private final Map<String, Long> blocked = new TreeMap<>();
  private final Map<String, Long> ports = new TreeMap<>();
  private long others;

  /**
   * Adds a connection.
   *
   * @param name as a program said it; empty if it said none
   * @param port the one that it connected to
   * @param rule what allowed it; empty if nothing did
   */
  public void add(String name, String port, String verdict, String rule) {
    if (HostName.isOne(name)) {
      if (verdict.equals("allowed") && rule.equals(AnyHost.RULE)) {
        count(allowed, name);
      } else if (verdict.equals("blocked") || verdict.equals("unresolved")) {
        count(blocked, name);
      }
    } else if (port.matches("[0-9]{1,5}") && verdict.equals("denied")) {
      count(ports, port);
    }
  }

  private void count(Map<String, Long> counts, String what) {
    if (counts.size() < MOST || counts.containsKey(what)) {
      counts.merge(what, 1L, Long::sum);
    } else {
      others++;
    }
  }

  /** The names that any-name alone allowed, with how many connections. */
  Map<String, Long> allowed() {
    return allowed;
  }

  /** Names that led to no public address. */
  Map<String, Long> blocked() {
    return blocked;
  }

  /** Ports at which no program says a name. */
  Map<String, Long> ports() {
    return ports;
  }

  long others() {
    return others;
  }
}
