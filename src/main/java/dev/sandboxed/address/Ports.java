package dev.sandboxed.address;

import java.util.Optional;

/** Port numbers. */
final class Ports {

  static final String REGEX = "[1-9][0-9]{0,4}";

  private static final int MOST = 65535;

  private Ports() {}

  /** Parses a port as people write it; nothing can listen on port 0. */
  static Optional<Integer> parse(String digits) {
    if (!digits.matches(REGEX)) {
      return Optional.empty();
    }
    int port = Integer.parseInt(digits);
    return port <= MOST ? Optional.of(port) : Optional.empty();
  }
}
