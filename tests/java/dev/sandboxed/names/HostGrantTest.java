package dev.sandboxed.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is added to the maps of a HAProxy that runs, and what a deny rule forbids there. */
class HostGrantTest {

  private static final Map<String, String> STAND_INS = Map.of("198.19.1.1", "git.org");

  private static HostGrant grant(String host) {
    return new HostGrant(HostPattern.parse(host).orElseThrow(), STAND_INS);
  }

  @Test
  void aHostIsAllowedWhereProgramsSayItsName() {
    assertThat(grant("a.org").entries())
        .extracting(entry -> entry.map() + " " + entry.key())
        .containsExactly("tls-allow-names a.org", "http-allow-names a.org");
    assertThat(grant("*.a.org").entries())
        .extracting(entry -> entry.map() + " " + entry.key())
        .containsExactly("tls-allow-below .a.org", "http-allow-below .a.org");
    assertThat(grant("a.org:80").entries())
        .extracting(HostGrant.Entry::map)
        .containsExactly("http-allow-names");
  }

  @Test
  void anotherPortNeedsAnAddressThatTheLaunchGave() {
    assertThat(grant("git.org:22").isPossible()).isTrue();
    assertThat(grant("git.org:22").entries())
        .extracting(entry -> entry.map() + " " + entry.key())
        .containsExactly("stream-allow-names 198.19.1.1:22");
    assertThat(grant("other.org:22").isPossible()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a.org,       tls-deny-names,    a.org,         deny a.org,    true",
    "a.org,       http-deny-names,   a.org,         deny a.org:80, true",
    "a.org:443,   http-deny-names,   a.org,         deny a.org:80, false",
    "b.a.org,     tls-deny-below,    .a.org,        deny *.a.org,  true",
    "a.org,       tls-deny-below,    .a.org,        deny *.a.org,  false",
    "ba.org,      tls-deny-below,    .a.org,        deny *.a.org,  false",
    "*.a.org,     tls-deny-below,    .a.org,        deny *.a.org,  true",
    "*.b.a.org,   tls-deny-below,    .a.org,        deny *.a.org,  true",
    "*.a.org,     tls-deny-names,    b.a.org,       deny b.a.org,  false",
    "a.org,       tls-allow-names,   a.org,         allow a.org,   false",
    "git.org:22,  stream-deny-names, 198.19.1.1:22, deny git.org:22, true",
    "git.org:22,  stream-deny-names, 198.19.1.1:23, deny git.org:23, false",
    "git.org:22,  tls-deny-names,    git.org,       deny git.org,  true",
    "git.org:22,  tls-deny-names,    git.org,       deny git.org:443, false",
    "git.org:22,  tls-deny-below,    .org,          deny *.org,    true",
  })
  void denyWins(String host, String map, String key, String words, boolean denied) {
    assertThat(
            grant(host)
                .denied(List.of(new HostGrant.Entry(map, key, words + ", profile x, /x:1:2")))
                .isPresent())
        .isEqualTo(denied);
  }
}
