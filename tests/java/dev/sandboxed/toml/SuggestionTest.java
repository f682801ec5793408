package dev.sandboxed.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  private static final List<String> WORDS =
      List.of("full", "internet-only", "none", "read", "write", "description");

  @ParameterizedTest(name = "{0} means {1}")
  @CsvSource({
    "ful, full",
    "fulll, full",
    "fukl, full",
    "flul, full",
    "FULL, full",
    "internet_only, internet-only",
    "internetonly, internet-only",
    "discription, description",
  })
  void aSlipIsForgiven(String typed, String meant) {
    assertThat(Suggestion.nearest(typed, WORDS)).contains(meant);
  }

  @ParameterizedTest(name = "{0} means no known word")
  @CsvSource({"everything", "fooo", "x", "''"})
  void anotherWordIsNotASlip(String typed) {
    assertThat(Suggestion.nearest(typed, WORDS)).isEmpty();
  }

  @Test
  void theNearestOfSeveralIsTaken() {
    assertThat(Suggestion.nearest("strictly", List.of("strict", "strictl"))).contains("strictl");
  }

  @Test
  void aVeryLongWordIsUnlikeAny() {
    assertThat(Suggestion.nearest("f".repeat(1_000_000), WORDS)).isEmpty();
  }
}
