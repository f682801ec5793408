package dev.sandboxed.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

/** A text is read as it was written, and is one line that moves no cursor. */
class TomlTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"quotes\" and \\ backslashes",
        "a\nb\r\n\tc",
        "\u001b[2J\u0007\u007f\u0085",
        "\u202eright to left\u2028\u2029",
        "\ud83d\ude00 and \udb40\udc01 and \udbff\udfff",
        "\"\"\"",
      })
  void itIsReadBackAsItWas(String text) {
    String written = TomlText.quoted(text);

    assertThat(Toml.parse("a = " + written).getString("a")).isEqualTo(text);
    assertThat(written.codePoints().filter(Character::isISOControl)).isEmpty();
    assertThat(written).doesNotContain("\u202e", "\u2028");
  }

  @Test
  void whatTomlCannotSayIsRefused() {
    for (String text : new String[] {"\ud800", "a\0b", "\udc00\ud800"}) {
      assertThat(TomlText.canSay(text)).isFalse();
      assertThatThrownBy(() -> TomlText.quoted(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
