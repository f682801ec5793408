package dev.sandboxed.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  private static final int ADDRESSES_PER_SEED = 500;

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "127.0.0.1, 2130706433",
    "192.168.1.20, 3232235796",
    "255.255.255.255, 4294967295"
  })
  void fourDottedNumbersAreAnIpv4Address(String written, BigInteger value) {
    assertThat(IpAddress.parse(written)).contains(new IpAddress(32, value));
  }

  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "::1, ::1",
    "0:0:0:0:0:0:0:1, ::1",
    "2001:DB8::5, 2001:db8::5",
    "2001:0db8:0:0:0:0:0:0005, 2001:db8::5",
    // RFC 5952, 4.2.2: one group of zeros is written.
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    // 4.2.3: of two runs the longer one is left out, of equal ones the first.
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221"
  })
  void anIpv6AddressIsWrittenInItsOneShortForm(String written, String shortest) {
    assertThat(IpAddress.parse(written).map(IpAddress::toString)).contains(shortest);
    assertThat(IpAddress.of(written)).isEqualTo(IpAddress.of(shortest));
    assertThat(IpAddress.of(written).isV4()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:192.0.2.1", "::ffff:c000:201", "0:0:0:0:0:FFFF:192.0.2.1"})
  void anIpv4AddressInAnIpv6AddressStaysIpv6(String mapped) {
    assertThat(IpAddress.of(mapped)).hasToString("::ffff:c000:201");
    assertThat(IpAddress.of(mapped).bits()).isEqualTo(128);
    assertThat(IpAddress.of(mapped)).isNotEqualTo(IpAddress.of("192.0.2.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.org",
        "10.1",
        "10",
        "3232235796",
        "0x7f000001",
        "0x7f.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.256",
        "1.2.3.1000",
        "1.2.3.-4",
        "+1.2.3.4",
        " 1.2.3.4",
        "1.2.3.4\n",
        "1.2.3.4/8",
        "1.2.3.4:5",
        "١.2.3.4",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "g::",
        "::1.2.3",
        "::1.2.3.256",
        "fe80::1%eth0",
        "fe80::1%1",
        "[::1]",
        "[::1",
        "host:80",
        "::/0"
      })
  void anythingElseIsNotAnAddress(String written) {
    assertThat(IpAddress.parse(written)).isEmpty();
    assertThatThrownBy(() -> IpAddress.of(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(written);
  }

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsPrintedIsReadAsTheSame(long seed) {
    Random random = new Random(seed);
    for (int count = 0; count < ADDRESSES_PER_SEED; count++) {
      IpAddress address = anyAddress(random);
      assertThat(IpAddress.parse(address.toString())).contains(address);
    }
  }

  /** Many groups of zeros, for runs of them. */
  private static IpAddress anyAddress(Random random) {
    int bits = random.nextBoolean() ? 32 : 128;
    BigInteger value = BigInteger.ZERO;
    for (int group = 0; group < bits / 16; group++) {
      int one = random.nextInt(3) == 0 ? random.nextInt(1 << 16) : random.nextInt(2);
      value = value.shiftLeft(16).or(BigInteger.valueOf(one));
    }
    return new IpAddress(bits, value);
  }

  @Test
  void loopbackIsAWholeNetworkOfIpv4AndOneAddressOfIpv6() {
    assertThat(IpAddress.of("127.0.0.1").isLoopback()).isTrue();
    assertThat(IpAddress.of("127.255.0.9").isLoopback()).isTrue();
    assertThat(IpAddress.of("128.0.0.1").isLoopback()).isFalse();
    assertThat(IpAddress.of("255.0.0.1").isLoopback()).isFalse();
    assertThat(IpAddress.of("::1").isLoopback()).isTrue();
    assertThat(IpAddress.of("::2").isLoopback()).isFalse();
    assertThat(IpAddress.of("7f00:1::").isLoopback()).isFalse();
  }

  @Test
  void zeroIsEveryAddressOfAHost() {
    assertThat(IpAddress.of("0.0.0.0").isUnspecified()).isTrue();
    assertThat(IpAddress.of("::").isUnspecified()).isTrue();
    assertThat(IpAddress.of("0.0.0.1").isUnspecified()).isFalse();
  }

  @Test
  void ipv4AddressesComeFirstAndEachKindIsInOrder() {
    assertThat(
            Stream.of("::", "200.0.0.1", "fe80::1", "9.0.0.1", "100.0.0.1")
                .map(IpAddress::of)
                .sorted()
                .map(IpAddress::toString))
        .containsExactly("9.0.0.1", "100.0.0.1", "200.0.0.1", "::", "fe80::1");
  }

  @Test
  void placesAreCountedAcrossTheDots() {
    assertThat(IpAddress.of("10.0.2.0").plus(3)).hasToString("10.0.2.3");
    assertThat(IpAddress.of("10.0.2.255").plus(1)).hasToString("10.0.3.0");
    assertThat(IpAddress.of("fd00::").plus(100)).hasToString("fd00::64");
  }
}
