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
  void aTomlFileHasTheSamePlaces() {
    assertThat(
            JsonPlaces.at(
                JsonPlaces.readToml(
                    "notify = ['a']\n[mcp.'e/f']\ncommand = 'b'\n[[h.x]]\n[[h.x.hooks]]\nc = 'd'"),
                List.of("/notify", "/mcp/*/command", "/h/*/*/hooks/*/c")))
        .hasToString("{/h/x/0/hooks/0/c=\"d\", /mcp/e~1f/command=\"b\", /notify=[\"a\"]}");
  }

  @Test
  void whatCannotBeReadHoldsNothing() {
    assertThat(JsonPlaces.at(JsonPlaces.read("{"), List.of("/*"))).isEmpty();
    assertThat(JsonPlaces.at(JsonPlaces.readToml("a = "), List.of("/*"))).isEmpty();
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
