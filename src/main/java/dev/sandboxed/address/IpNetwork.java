package dev.sandboxed.address;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses that share their first bits, for example 192.168.0.0/16.
 *
 * @param base its first address
 * @param length how many bits they share
 */
public record IpNetwork(IpAddress base, int length) {

  private static final String LENGTH_REGEX = "/([0-9]{1,3})";

  /** A pattern that every IPv4 network matches as a whole; not every match is a network. */
  public static final String V4_REGEX = IpAddress.V4_REGEX + LENGTH_REGEX;

  private static final Pattern CIDR = Pattern.compile("([^/]+)" + LENGTH_REGEX);

  public IpNetwork {
    if (length < 0 || length > base.bits()) {
      throw new IllegalArgumentException(base + "/" + length);
    }
    if (!base.equals(masked(base, length))) {
      throw new IllegalArgumentException(base + " is not the first address of a /" + length);
    }
  }

  /** Parses {@code 192.168.0.0/16}; empty if bits after the length are set. */
  public static Optional<IpNetwork> parse(String cidr) {
    Matcher matcher = CIDR.matcher(cidr);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int length = Integer.parseInt(matcher.group(2));
    return IpAddress.parse(matcher.group(1))
        .filter(base -> length <= base.bits() && base.equals(masked(base, length)))
        .map(base -> new IpNetwork(base, length));
  }

  /**
   * The network of a text in sandboxed's own code.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static IpNetwork of(String cidr) {
    return parse(cidr).orElseThrow(() -> new IllegalArgumentException("not a network: " + cidr));
  }

  /** The network that contains an address and has this prefix length. */
  public static IpNetwork around(IpAddress address, int length) {
    return new IpNetwork(masked(address, length), length);
  }

  public boolean contains(IpAddress address) {
    return address.bits() == base.bits() && masked(address, length).equals(base);
  }

  public boolean contains(IpNetwork other) {
    return other.length >= length && contains(other.base);
  }

  public boolean overlaps(IpNetwork other) {
    return contains(other) || other.contains(this);
  }

  /** Its last address. */
  public IpAddress last() {
    return new IpAddress(base.bits(), base.value().add(size()).subtract(BigInteger.ONE));
  }

  /** The number of its addresses. */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(base.bits() - length);
  }

  /** The usual notation; a network of one address is written as that address. */
  @Override
  public String toString() {
    return length == base.bits() ? base.toString() : base + "/" + length;
  }

  private static IpAddress masked(IpAddress address, int length) {
    int rest = address.bits() - length;
    return new IpAddress(address.bits(), address.value().shiftRight(rest).shiftLeft(rest));
  }
}
