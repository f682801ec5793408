package dev.sandboxed.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QuotedTest {

  @Test
  void textIsPutInQuotes() {
    assertThat(Quoted.of("größe 日本")).isEqualTo("\"größe 日本\"");
  }

  @Test
  void nothingInItCanMoveTheCursorOrBreakTheLine() {
    assertThat(Quoted.of("a\u001b[2J\r\n\t\u009b\u202e\u2028\ud800\"\\"))
        .isEqualTo("\"a\\u001b[2J\\u000d\\n\\t\\u009b\\u202e\\u2028\\ud800\\\"\\\\\"");
  }

  @Test
  void aShellReadsAPathAsItIs() {
    assertThat(Quoted.forShell(Path.of("/a/b-c.d"))).isEqualTo("/a/b-c.d");
    assertThat(Quoted.forShell(Path.of("/it's grün"))).isEqualTo("'/it'\\''s grün'");
    assertThat(Quoted.forShell(Path.of("/a\nb 'c'"))).isEqualTo("$'/a\\012b\\040\\047c\\047'");
    assertThat(Quoted.forShell(Path.of(URI.create("file:///.env.%ff%5c"))))
        .isEqualTo("$'/.env.\\377\\134'");
  }

  @Test
  void aLongTextIsCut() {
    assertThat(Quoted.of("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(Quoted.of("x".repeat(81))).isEqualTo("\"" + "x".repeat(80) + "…\"");
  }
}
