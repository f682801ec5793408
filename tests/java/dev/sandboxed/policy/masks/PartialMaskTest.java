package dev.sandboxed.policy.masks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.host.survey.MaskedText;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartialMaskTest {

  private static final String NPMRC =
      """
      registry=https://npm.example/
      //npm.example/:_authToken=npm_s3cret
      //other.example/:_authToken=npm_0ther
      """;

  private static MaskedText masked(String text, String... masks) {
    return PartialMask.of(List.of(masks), new MaskedText.Text(text));
  }

  private static String shown(String text, String... masks) {
    return masked(text, masks) instanceof MaskedText.Text shown ? shown.text() : "nothing";
  }

  private static String why(String text, String... masks) {
    return masked(text, masks) instanceof MaskedText.None nothing ? nothing.why() : "shown";
  }

  @Test
  void whatTheGroupMatchesIsReplacedEverywhereAndNothingElse() {
    assertThat(shown(NPMRC, "_authToken=(.*)"))
        .isEqualTo(
            """
            registry=https://npm.example/
            //npm.example/:_authToken=masked
            //other.example/:_authToken=masked
            """);
  }

  @Test
  void linesBeginAndEndAtTheirMarks() {
    assertThat(shown("a=1\nb=2\n", "^b=(.+)$")).isEqualTo("a=1\nb=masked\n");
  }

  @Test
  void eachGroupOfEachMaskCounts() {
    assertThat(shown("user ana pass x\nkey y\n", "user (\\w+) pass (\\w+)", "key (\\w+)"))
        .isEqualTo("user masked pass masked\nkey masked\n");
  }

  @Test
  void groupsThatOverlapOrTouchLeaveNothingBetweenThem() {
    assertThat(shown("token=abcdef;", "token=((abc)(def))", "(cde)")).isEqualTo("token=masked;");
    assertThat(shown("token=abcdef;", "token=(abc)(def)")).isEqualTo("token=masked;");
    assertThat(shown("abcdef", "(abcd)", "(cdef)")).isEqualTo("masked");
    assertThat(shown("abcdef", "(?=(cdef))", "(abcd)")).isEqualTo("masked");
  }

  @Test
  void whereAnyMaskFindsNothingNothingIsShown() {
    assertThat(why(NPMRC, "_authtoken=(.*)")).contains("_authtoken=(.*) finds nothing");
    assertThat(why(NPMRC, "_authToken=(.*)", "_password=(.*)"))
        .contains("_password=(.*) finds nothing");
    assertThat(why("", "_authToken=(.*)")).contains("finds nothing");
    // Found, but not the part with the group.
    assertThat(why("registry=x", "registry|_authToken=(.*)")).contains("finds nothing");
  }

  @Test
  void anEmptyValueIsNoSecretAndIsFound() {
    assertThat(shown("_authToken=\n", "_authToken=(.*)")).isEqualTo("_authToken=\n");
  }

  @Test
  void aGroupThatEndsBeforeTheValueFindsNothing() {
    assertThat(why(NPMRC, "_authToken=(.*?)")).contains("finds nothing");
    assertThat(why("password=$ecret\n", "password=(\\w*)")).contains("finds nothing");
    assertThat(shown("password=\r\n", "password=(\\w*)")).isEqualTo("password=\r\n");
  }

  @Test
  void aMaskThatWouldTakeForeverShowsNothing() {
    assertThat(why("a".repeat(60) + "b", "(a|aa)+\\1?$")).contains("takes too long");
    assertThat(why("ab".repeat(200_000), "((?:a|b)*)c|x")).contains("takes too long");
  }

  @Test
  void aLargeFileIsNoTrouble() {
    String text = "filler=0123456789\n".repeat(50_000) + "_authToken=x\n";
    assertThat(shown(text, "_authToken=(.*)")).endsWith("\n_authToken=masked\n");
  }

  @Test
  void whatCouldNotBeReadStaysSo() {
    assertThat(PartialMask.of(List.of("(x)"), new MaskedText.None("it cannot be read")))
        .isEqualTo(new MaskedText.None("it cannot be read"));
  }
}
