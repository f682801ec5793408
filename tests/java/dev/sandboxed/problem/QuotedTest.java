package dev.sandboxed.problem;

import static org.assertj.core.api.Assertions.assertThat;

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
  void aLongTextIsCut() {
    assertThat(Quoted.of("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(Quoted.of("x".repeat(81))).isEqualTo("\"" + "x".repeat(80) + "…\"");
  }
}
