package dev.sandboxed.address;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address of either protocol.
 *
 * @param bits its width: 32 for IPv4, 128 for IPv6
 * @param value the address as a number below 2 to the power of {@code bits}
 */
public record IpAddress(int bits, BigInteger value) implements Comparable<IpAddress> {

  private static final int V4 = 32;
  private static final int V6 = 128;

  // RFC 4291, section 2.5.5.2.
  private static final BigInteger MAPPED = BigInteger.valueOf(0xffffL << V4);

  // Java takes 10.1 for 10.0.0.1, which is not what people mean.
  static final String V4_REGEX = "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}";

  // Java also accepts brackets around it and a device after it.
  static final String V6_REGEX = "[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*";

  /**
   * A pattern that every literal matches as a whole; not every match is a literal. Like all
   * patterns of this room, it is also valid in JavaScript.
   */
  public static final String REGEX = "(?:" + V4_REGEX + "|" + V6_REGEX + ")";

  private static final Pattern DOTTED = Pattern.compile(V4_REGEX);
  private static final Pattern COLONS = Pattern.compile(V6_REGEX);

  /** The address that a literal stands for; empty for anything else, including names. */
  public static Optional<IpAddress> parse(String literal) {
    boolean v4 = DOTTED.matcher(literal).matches();
    if (!v4 && !COLONS.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(literal);
      BigInteger value = new BigInteger(1, address.getAddress());
      // Java takes ::ffff:192.0.2.1 for the IPv4 address in it.
      boolean mapped = !v4 && address instanceof Inet4Address;
      return Optional.of(new IpAddress(v4 ? V4 : V6, mapped ? value.or(MAPPED) : value));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /**
   * The address of a literal in sandboxed's own code or in the output of a system program.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static IpAddress of(String literal) {
    return parse(literal)
        .orElseThrow(() -> new IllegalArgumentException("not an address: " + literal));
  }

  public boolean isV4() {
    return bits == V4;
  }

  /** Whether it is an address of a host for itself: in 127/8, or ::1. */
  public boolean isLoopback() {
    return isV4() ? value.shiftRight(24).intValue() == 127 : value.equals(BigInteger.ONE);
  }

  /** Whether it stands for every address of a host: 0.0.0.0 or ::. */
  public boolean isUnspecified() {
    return value.signum() == 0;
  }

  /** The address that comes this many places later. */
  public IpAddress plus(long places) {
    return new IpAddress(bits, value.add(BigInteger.valueOf(places)));
  }

  /** The network of this one address. */
  public IpNetwork network() {
    return new IpNetwork(this, bits);
  }

  @Override
  public int compareTo(IpAddress other) {
    return bits == other.bits ? value.compareTo(other.value) : Integer.compare(bits, other.bits);
  }

  /** The usual notation: dotted, or with the longest run of zeros left out (RFC 5952). */
  @Override
  public String toString() {
    return isV4() ? dotted() : colons();
  }

  private String dotted() {
    int address = value.intValue();
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  private String colons() {
    List<String> groups = new ArrayList<>();
    for (int shift = V6 - 16; shift >= 0; shift -= 16) {
      groups.add(Integer.toHexString(value.shiftRight(shift).intValue() & 0xffff));
    }
    int start = 0;
    int length = 1;
    for (int at = 0; at < groups.size(); at++) {
      int run = 0;
      while (at + run < groups.size() && groups.get(at + run).equals("0")) {
        run++;
      }
      if (run > length) {
        start = at;
        length = run;
      }
    }
    return length == 1
        ? String.join(":", groups)
        : String.join(":", groups.subList(0, start))
            + "::"
            + String.join(":", groups.subList(start + length, groups.size()));
  }
}
