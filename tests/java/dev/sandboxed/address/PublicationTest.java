package dev.sandboxed.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {

  private static final int PUBLICATIONS_PER_SEED = 500;

  @ParameterizedTest
  @CsvSource({
    "3000, 127.0.0.1:3000 to port 3000",
    "8080:3000, 127.0.0.1:8080 to port 3000",
    "127.0.0.1:8080:3000, 127.0.0.1:8080 to port 3000",
    "127.0.0.2:80:80, 127.0.0.2:80 to port 80",
    "0.0.0.0:8080:3000, 0.0.0.0:8080 to port 3000",
    "192.168.1.5:65535:1, 192.168.1.5:65535 to port 1"
  })
  void aPublicationIsAPortOfTheHostAndOneInside(String written, String printed) {
    assertThat(Publication.parse(written).map(Publication::toString)).contains(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "0",
        "65536",
        "03000",
        "-3000",
        "http",
        "3000 ",
        "3000/udp",
        "3000-3010",
        "8080:",
        ":3000",
        "0:3000",
        "8080:0",
        "127.0.0.1:3000",
        "127.0.0.1::3000",
        ":8080:3000",
        "localhost:8080:3000",
        "127.0.0.1:8080:3000:1",
        "127.0.0:8080:3000",
        "[::1]:8080:3000",
        "::1:8080:3000"
      })
  void anythingElseIsNone(String written) {
    assertThat(Publication.parse(written)).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachFormIsReadAsWhatItWasWrittenFrom(long seed) {
    Random random = new Random(seed);
    for (int count = 0; count < PUBLICATIONS_PER_SEED; count++) {
      IpAddress address = new IpAddress(32, new BigInteger(32, random));
      int outside = 1 + random.nextInt(65535);
      int inside = 1 + random.nextInt(65535);
      assertThat(Publication.parse(address + ":" + outside + ":" + inside))
          .contains(new Publication(new Endpoint(address, outside), inside));
      assertThat(Publication.parse(outside + ":" + inside))
          .isEqualTo(Publication.parse("127.0.0.1:" + outside + ":" + inside));
      assertThat(Publication.parse(String.valueOf(inside)))
          .isEqualTo(Publication.parse(inside + ":" + inside));
    }
  }
}
