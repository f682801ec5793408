package dev.sandboxed.names;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts that a rule is about.
 *
 * @param below whether it is about every name in the domain of {@code name}, and not about that
 *     itself
 * @param port the one port that it is about; without one, those of HTTPS and HTTP
 */
public record HostPattern(HostName name, boolean below, Optional<Integer> port)
    implements HostWord {

  // The sandbox's own ports end where those of TCP do.
  private static final int LAST_PORT = 65535;

  private static final Pattern FORM =
      Pattern.compile("(?<below>\\*\\.)?(?<name>[^*:]+?)(?::(?<port>[0-9]{1,5}))?");

  /**
   * Parses {@code example.org}, {@code *.example.org}, {@code github.com:22}. Only at the ports of
   * HTTPS and HTTP does a program say which name it wants, so others take one name alone.
   */
  public static Optional<HostPattern> parse(String written) {
    Matcher matcher = FORM.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean below = matcher.group("below") != null;
    Optional<Integer> port = Optional.ofNullable(matcher.group("port")).map(Integer::valueOf);
    if (port.filter(number -> number < 1 || number > LAST_PORT).isPresent()
        || (below && port.map(Channel::of).equals(Optional.of(Channel.STREAM)))) {
      return Optional.empty();
    }
    return HostName.parse(matcher.group("name")).map(name -> new HostPattern(name, below, port));
  }

  /** Whether it is about a name, at whichever port. */
  public boolean matches(HostName other) {
    return below ? other.isBelow(name) : other.equals(name);
  }

  /**
   * Whether it lets a program connect there.
   *
   * @param other the name that the program wants
   */
  boolean opens(HostName other, int number) {
    return matches(other)
        && port.map(only -> only == number).orElse(Channel.of(number) != Channel.STREAM);
  }

  /** Whether it keeps a program from connecting there: a rule that names no port is about all. */
  boolean closes(HostName other, int number) {
    return matches(other) && port.map(only -> only == number).orElse(true);
  }

  @Override
  public String toString() {
    return (below ? "*." : "") + name + port.map(number -> ":" + number).orElse("");
  }
}
