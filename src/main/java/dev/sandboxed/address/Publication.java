package dev.sandboxed.address;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of the host that leads to a port of the sandbox.
 *
 * @param host the address and port where the host listens
 * @param port the port inside
 */
public record Publication(Endpoint host, int port) {

  private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.1");

  /** A pattern that every publication matches as a whole; not every match is a publication. */
  public static final String REGEX =
      "(?:(?:(%s):)?(%s):)?(%s)".formatted(IpAddress.V4_REGEX, Ports.REGEX, Ports.REGEX);

  private static final Pattern WRITTEN = Pattern.compile(REGEX);

  /**
   * Parses {@code 3000}, {@code 8080:3000} or {@code 127.0.0.1:8080:3000}: an address of the host,
   * its port, and the port inside. The default address is 127.0.0.1; a single port is the same on
   * both sides.
   */
  public static Optional<Publication> parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String address = matcher.group(1);
    String hostPort = matcher.group(2);
    Optional<IpAddress> listening =
        address == null ? Optional.of(LOOPBACK) : IpAddress.parse(address);
    return Ports.parse(matcher.group(3))
        .flatMap(port ->
            Ports.parse(hostPort == null ? matcher.group(3) : hostPort)
                .flatMap(outside ->
                    listening.map(host -> new Publication(new Endpoint(host, outside), port))));
  }

  @Override
  public String toString() {
    return host + " to port " + port;
  }
}
