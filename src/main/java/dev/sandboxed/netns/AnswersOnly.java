package dev.sandboxed.netns;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A ruleset for {@code nft}, where a port is published to more than the host's loopback. Whoever
 * comes then has an address of a blocked network, and the answers must get out to there: so they
 * do, and nothing that begins a connection.
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
