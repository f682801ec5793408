package dev.sandboxed.address;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One port of one host. */
public record Endpoint(IpAddress address, int port) {

  /** A pattern that every endpoint matches as a whole; not every match is an endpoint. */
  public static final String REGEX =
      "(?:\\[(%s)\\]|(%s|localhost)):(%s)"
          .formatted(IpAddress.V6_REGEX, IpAddress.V4_REGEX, Ports.REGEX);

  private static final Pattern WRITTEN = Pattern.compile(REGEX);

  /**
   * Parses {@code 192.168.1.20:5432}, {@code [fd12::20]:5432} or {@code localhost:11434}. localhost
   * is the only name that is known, because the others may come to mean other addresses.
   */
  public static Optional<Endpoint> parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String bracketed = matcher.group(1);
    String plain = matcher.group(2);
    Optional<IpAddress> address =
        bracketed == null
            ? IpAddress.parse("localhost".equals(plain) ? "127.0.0.1" : plain)
            : IpAddress.parse(bracketed);
    return Ports.parse(matcher.group(3))
        .flatMap(port -> address.map(host -> new Endpoint(host, port)));
  }

  @Override
  public String toString() {
    return (address.isV4() ? address.toString() : "[" + address + "]") + ":" + port;
  }
}
