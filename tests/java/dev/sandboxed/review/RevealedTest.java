package dev.sandboxed.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevealedTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "deny = [\".env\"]\t# plain", "Grüße, 日本語, e\u0301, नमस्ते, 🙂", "\\u{1b}"})
  void whatCanBeSeenStaysAsItIs(String text) {
    assertThat(Revealed.of(text)).isEqualTo(new Revealed(text, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "1b, \\u{1b}", // escape sequences
    "7, \\u{7}",
    "d, \\r", // writes over the line
    "8, \\u{8}",
    "85, \\u{85}",
    "9b, \\u{9b}", // CSI in one character
    "202e, \\u{202e}", // right-to-left override
    "2066, \\u{2066}",
    "200b, \\u{200b}", // zero-width space
    "200d, \\u{200d}",
    "feff, \\u{feff}",
    "ad, \\u{ad}",
    "a0, \\u{a0}", // blanks that are not spaces
    "2003, \\u{2003}",
    "3000, \\u{3000}",
    "2028, \\u{2028}",
    "3164, \\u{3164}", // letters without a shape
    "115f, \\u{115f}",
    "2800, \\u{2800}",
    "fe0f, \\u{fe0f}",
    "34f, \\u{34f}",
    "e0041, \\u{e0041}", // tags
    "e0100, \\u{e0100}",
    "e000, \\u{e000}",
    "378, \\u{378}",
    "20dd, \\u{20dd}",
    "d800, \\u{d800}",
  })
  void whatCannotBeSeenOrIsObeyedIsWrittenOut(String hexadecimal, String written) {
    String character = Character.toString(Integer.parseInt(hexadecimal, 16));

    assertThat(Revealed.of("a" + character + "b")).isEqualTo(new Revealed("a" + written + "b", 1));
  }

  @Test
  void aHeapOfMarksIsWrittenOutAfterTheFirst() {
    assertThat(Revealed.of("e\u0301\u0302\u0303x"))
        .isEqualTo(new Revealed("e\u0301\\u{302}\\u{303}x", 2));
  }

  @Test
  void bytesThatAreNotUtf8AreShownByTheirValues() {
    byte[] bytes =
        "Gr\u00fc\u00dfe \u00e2\u0082 \u00f0\u009f\u0099\u0082 \u00ff"
            .getBytes(StandardCharsets.ISO_8859_1);

    String text = Revealed.decoded(bytes);

    assertThat(Revealed.of(text).text()).isEqualTo("Gr\\xfc\\xdfe \\xe2\\x82 🙂 \\xff");
    assertThat(Revealed.of(text).unseen()).isEqualTo(5);
  }

  @Test
  void aLetterThatEndsTooEarlyIsWrittenOut() {
    assertThat(Revealed.of(Revealed.decoded(new byte[] {'a', (byte) 0xe2, (byte) 0x82})).text())
        .isEqualTo("a\\xe2\\x82");
  }
}
