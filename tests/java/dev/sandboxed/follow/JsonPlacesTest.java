package dev.sandboxed.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonPlacesTest {

  @Test
  void aStarStandsForAnyKeyOrNumber() {
    assertThat(
            JsonPlaces.at(
                JsonPlaces.read("{\"a\": {\"b\": [{\"c\": 1}, {\"d\": 2}]}, // more\n \"e/f\": 3}"),
                List.of("/a/*/*/c", "/e~1f", "/none/*", "/a/b/0")))
        .hasToString("{/a/b/0/c=1, /e~1f=3}");
  }

  @Test
  void whatIsNotJsonHoldsNothing() {
    assertThat(JsonPlaces.at(JsonPlaces.read("{"), List.of("/*"))).isEmpty();
  }

  @Test
  void aTextIsReadAsLenientlyAsAgentsReadIt() {
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(JsonPlaces.text("\uFEFF{\"ä\": 1}".getBytes(charset))).isEqualTo("{\"ä\": 1}");
    }
    assertThat(JsonPlaces.text(new byte[] {'"', (byte) 0xFF, '"'})).isEqualTo("\"\uFFFD\"");
    assertThat(JsonPlaces.text(new byte[0])).isEmpty();
  }
}
