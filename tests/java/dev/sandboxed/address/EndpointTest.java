package dev.sandboxed.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  private static final int ENDPOINTS_PER_SEED = 500;

  @ParameterizedTest
  @CsvSource({
    "192.168.1.20:5432, 192.168.1.20, 5432, 192.168.1.20:5432",
    "localhost:11434, 127.0.0.1, 11434, 127.0.0.1:11434",
    "0.0.0.0:1, 0.0.0.0, 1, 0.0.0.0:1",
    "[fd12::20]:5432, fd12::20, 5432, [fd12::20]:5432",
    "[FD12:0::20]:65535, fd12::20, 65535, [fd12::20]:65535",
    "[::ffff:10.0.0.1]:80, ::ffff:a00:1, 80, [::ffff:a00:1]:80"
  })
  void anEndpointIsAnAddressAndAPort(String written, String address, int port, String printed) {
    assertThat(Endpoint.parse(written)).contains(new Endpoint(IpAddress.of(address), port));
    assertThat(Endpoint.parse(written).orElseThrow()).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "80",
        "192.168.1.20",
        "192.168.1.20:",
        "192.168.1.20:0",
        "192.168.1.20:65536",
        "192.168.1.20:99999999999999999999",
        "192.168.1.20:080",
        "192.168.1.20:+80",
        "192.168.1.20:-80",
        "192.168.1.20:http",
        "192.168.1.20:80-90",
        "192.168.1.20:*",
        "192.168.1.20:80 ",
        " 192.168.1.20:80",
        "192.168.1.20:٨٠",
        "192.168.1.20:80:81",
        "192.168.1.0/24:80",
        "http://192.168.1.20:80",
        "*:80",
        "printer:80",
        "example.org:443",
        "LOCALHOST:80",
        "[localhost]:80",
        "fd12::20:5432",
        "::1:80",
        "[fd12::20]",
        "[fd12::20]80",
        "[fd12::20:80",
        "fd12::20]:80",
        "[]:80",
        "[[::1]]:80",
        "[192.168.1.20]:80",
        "[fe80::1%eth0]:80"
      })
  void anythingElseIsNone(String written) {
    assertThat(Endpoint.parse(written)).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsPrintedIsReadAsTheSame(long seed) {
    Random random = new Random(seed);
    for (int count = 0; count < ENDPOINTS_PER_SEED; count++) {
      int bits = random.nextBoolean() ? 32 : 128;
      Endpoint endpoint =
          new Endpoint(
              new IpAddress(bits, new BigInteger(bits, random)), 1 + random.nextInt(65535));
      assertThat(Endpoint.parse(endpoint.toString())).contains(endpoint);
    }
  }
}
