package dev.sandboxed.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list gets longer, and nothing else changes. */
class ListAdditionTest {

  private static String added(String text) {
    return ListAddition.to(text, "network", "allow", List.of("x.org", "y.org:22")).orElseThrow();
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("", "[network]\nallow = [\"x.org\", \"y.org:22\"]\n"),
        Arguments.of(
            "a = 1 # said\n", "a = 1 # said\n\n[network]\nallow = [\"x.org\", \"y.org:22\"]\n"),
        Arguments.of(
            "[network] # mine\ntier = 'allowlist'\n",
            "[network] # mine\nallow = [\"x.org\", \"y.org:22\"]\ntier = 'allowlist'\n"),
        Arguments.of("[network]", "[network]\nallow = [\"x.org\", \"y.org:22\"]\n"),
        Arguments.of(
            "[network]\nallow = [ 'a#b.org' ] # why\n[paths]\n",
            "[network]\nallow = [ 'a#b.org', \"x.org\", \"y.org:22\" ] # why\n[paths]\n"),
        Arguments.of("[network]\nallow = []\n", "[network]\nallow = [\"x.org\", \"y.org:22\"]\n"),
        Arguments.of(
            "[network]\nallow = [\"a.org\",]\n",
            "[network]\nallow = [\"a.org\", \"x.org\", \"y.org:22\"]\n"),
        Arguments.of(
            "[network]\nallow = [\n    \"a.org\", # one, ] and \"\n    \"b.org\"  # two\n    # last\n]\n",
            "[network]\nallow = [\n    \"a.org\", # one, ] and \"\n    \"b.org\",  # two\n    \"x.org\",\n    \"y.org:22\",\n    # last\n]\n"),
        Arguments.of(
            "[network]\r\nallow = [\r\n\t'a.org',\r\n]\r\n",
            "[network]\r\nallow = [\r\n\t'a.org',\r\n\t\"x.org\",\r\n\t\"y.org:22\",\r\n]\r\n"),
        Arguments.of(
            "[network]\nallow = [\n]\n",
            "[network]\nallow = [\n  \"x.org\",\n  \"y.org:22\",\n]\n"),
        Arguments.of(
            "d = \"\"\"\n[network]\nallow = []\n\"\"\"\n[other]\nallow = ['a']\n",
            "d = \"\"\"\n[network]\nallow = []\n\"\"\"\n[other]\nallow = ['a']\n\n[network]\nallow = [\"x.org\", \"y.org:22\"]\n"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void commentsAndLayoutStay(String before, String after) {
    assertThat(added(before)).isEqualTo(after);
  }

  /** Nothing is guessed: such a file is the person's to write. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "network = { allow = ['a.org'] }\n",
        "network.allow = ['a.org']\n",
        "[\"network\"]\nallow = ['a.org']\n",
        "[network]\n\"allow\" = ['a.org']\n",
        "[network]\nallow = 'a.org'\n",
        "[network\n"
      })
  void whatIsSaidInAnotherWayIsLeftAlone(String text) {
    assertThat(ListAddition.to(text, "network", "allow", List.of("x.org"))).isEmpty();
  }

  @Test
  void whatTheListHasIsKnown() {
    assertThat(ListAddition.has("[network]\nallow = ['a.org']", "network", "allow", "a.org"))
        .isTrue();
    assertThat(ListAddition.has("[network]", "network", "allow", "a.org")).isFalse();
  }
}
