package dev.sandboxed.follow;

import static org.assertj.core.api.Assertions.assertThat;

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
}
