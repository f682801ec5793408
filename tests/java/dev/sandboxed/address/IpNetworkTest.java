package dev.sandboxed.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

  private static final int NETWORKS_PER_SEED = 500;

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 0.0.0.0, 255.255.255.255, 4294967296",
    "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 16777216",
    "172.16.0.0/12, 172.16.0.0, 172.31.255.255, 1048576",
    "198.51.100.8/30, 198.51.100.8, 198.51.100.11, 4",
    "192.0.2.1/32, 192.0.2.1, 192.0.2.1, 1",
    "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 340282366920938463463374607431768211456",
    "fe80::/10, fe80::, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 332306998946228968225951765070086144",
    "::ffff:0:0/96, ::ffff:0:0, ::ffff:ffff:ffff, 4294967296"
  })
  void aNetworkGoesFromItsFirstToItsLastAddress(
      String cidr, String first, String last, BigInteger size) {
    IpNetwork network = IpNetwork.of(cidr);
    assertThat(network.base()).isEqualTo(IpAddress.of(first));
    assertThat(network.last()).isEqualTo(IpAddress.of(last));
    assertThat(network.size()).isEqualTo(size);
    assertThat(network.contains(network.base())).isTrue();
    assertThat(network.contains(network.last())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/8 ",
        "10.0.0.0/1000",
        "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0",
        "10.0.0.1/8",
        "10/8",
        "net/8",
        "::/129",
        "::1/64",
        "fe80::%eth0/64"
      })
  void anythingElseIsNotANetwork(String written) {
    assertThat(IpNetwork.parse(written)).isEmpty();
    assertThatThrownBy(() -> IpNetwork.of(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(written);
  }

  @Test
  void whatIsNotTheFirstAddressMakesNoNetwork() {
    assertThatThrownBy(() -> new IpNetwork(IpAddress.of("10.0.0.1"), 8))
        .hasMessage("10.0.0.1 is not the first address of a /8");
    assertThatThrownBy(() -> new IpNetwork(IpAddress.of("10.0.0.0"), 33)).hasMessage("10.0.0.0/33");
    assertThatThrownBy(() -> new IpNetwork(IpAddress.of("::"), -1)).hasMessage("::/-1");
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.1.5, 24, 192.168.1.0/24",
    "192.168.1.5, 0, 0.0.0.0/0",
    "192.168.1.5, 32, 192.168.1.5",
    "2001:db8::5, 64, 2001:db8::/64"
  })
  void anAddressIsInTheNetworkOfItsPrefix(String address, int length, String network) {
    assertThat(IpNetwork.around(IpAddress.of(address), length)).hasToString(network);
  }

  @Test
  void anAddressAloneIsANetworkAndWrittenAsAnAddress() {
    assertThat(IpAddress.of("192.0.2.1").network()).isEqualTo(IpNetwork.of("192.0.2.1/32"));
    assertThat(IpAddress.of("::1").network()).hasToString("::1");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.0.0/16, true, true",
    "10.1.0.0/16, 10.0.0.0/8, false, true",
    "10.0.0.0/8, 10.0.0.0/8, true, true",
    "10.0.0.0/8, 11.0.0.0/8, false, false",
    "0.0.0.0/0, 10.0.0.0/8, true, true",
    // The same numbers in two protocols.
    "0.0.0.0/0, ::/96, false, false",
    "::/0, 0.0.0.0/0, false, false",
    "::/0, fe80::/10, true, true"
  })
  void ofTwoNetworksOneContainsTheOtherOrTheyAreApart(
      String one, String other, boolean contains, boolean overlaps) {
    assertThat(IpNetwork.of(one).contains(IpNetwork.of(other))).isEqualTo(contains);
    assertThat(IpNetwork.of(one).overlaps(IpNetwork.of(other))).isEqualTo(overlaps);
    assertThat(IpNetwork.of(other).overlaps(IpNetwork.of(one))).isEqualTo(overlaps);
  }

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsPrintedIsReadAsTheSameAndHasItsEnds(long seed) {
    Random random = new Random(seed);
    for (int count = 0; count < NETWORKS_PER_SEED; count++) {
      int bits = random.nextBoolean() ? 32 : 128;
      IpAddress address = new IpAddress(bits, new BigInteger(bits, random));
      int length = random.nextInt(bits + 1);
      IpNetwork network = IpNetwork.around(address, length);
      assertThat(IpNetwork.parse(network.base() + "/" + length)).contains(network);
      assertThat(network.contains(address)).isTrue();
      assertThat(network.base()).isLessThanOrEqualTo(address);
      assertThat(network.last()).isGreaterThanOrEqualTo(address);
      assertThat(network.last().value().subtract(network.base().value()).add(BigInteger.ONE))
          .isEqualTo(network.size());
    }
  }
}
