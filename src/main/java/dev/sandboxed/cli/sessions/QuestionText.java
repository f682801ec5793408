package dev.sandboxed.cli.sessions;

import dev.sandboxed.names.HostName;
import dev.sandboxed.names.PublicSuffixes;
import java.util.Arrays;
import java.util.Optional;

/** How a person is asked about a name: whole, in its A-labels, and with whom it belongs to. */
final class QuestionText {

  private QuestionText() {}

  static String of(HostName name, PublicSuffixes suffixes) {
    StringBuilder text = new StringBuilder("\n").append(name).append('\n');
    Optional<String> owner = suffixes.registered(name).filter(one -> !one.equals(name.text()));
    owner.ifPresent(one -> text.append("  belongs to whoever has ").append(one).append('\n'));
    if (Arrays.stream(name.text().split("\\.", -1)).anyMatch(label -> label.startsWith("xn--"))) {
      text.append("  has letters of other scripts (xn--), and may look like another name\n");
    }
    return text.append("Allow this host until the session ends? The agent can then send there")
        .append(" whatever it can read. [y/N] ")
        .toString();
  }
}
