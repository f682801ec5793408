package dev.sandboxed.netns;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A ruleset for {@code nft}, used if a port is published beyond the host's loopback. The clients
 * are then in blocked networks, and answers must get out to them; this ruleset drops packets that
 * open a connection.
 */
final class AnswersOnly {

  private AnswersOnly() {}

  static String ruleset(List<Integer> ports) {
    return """
    table ip publish {
      chain forward {
        type filter hook forward priority 0; policy accept;
        iifname "%s" tcp sport { %s } tcp flags & (syn | ack) == syn drop
      }
    }
    """
        .formatted(
            IpBatch.OUTSIDE, ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
