package dev.sandboxed.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "*.example.org",
        "example.org:443",
        "*.example.org:443",
        "*.example.org:80",
        "github.com:22",
        "example.org:65535"
      })
  void aPatternIsWrittenLikeThis(String written) {
    assertThat(HostWord.parse(written)).map(String::valueOf).contains(written);
    assertThat(written).matches(HostWord.REGEX);
  }

  /** Nobody says a name at other ports, so a name there has to be a single one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.example.org:22",
        "*",
        "*.",
        "*.*.example.org",
        "a.*.example.org",
        "*example.org",
        "example.*",
        "example.org:0",
        "example.org:65536",
        "example.org:",
        "example.org:https",
        "203.0.113.7",
        "203.0.113.7:443",
        "@",
        "@Npm",
        "@../x"
      })
  void anythingElseIsNone(String written) {
    assertThat(HostWord.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "github.io,         github.io",
    "co.uk,             co.uk",
    "ck,                ",
    "foo.ck,            foo.ck",
    "www.ck,            ",
    "googleapis.com,    googleapis.com",
    "kobe.jp,           kobe.jp",
    "x.kobe.jp,         x.kobe.jp",
    "city.kobe.jp,      ",
    "me.github.io,      ",
    "example.org,       ",
    "github.com,        ",
    "core.windows.net,  blob.core.windows.net"
  })
  void aDomainWithAPublicSuffixIsKnown(String domain, String suffix) {
    assertThat(HostName.parse(domain).flatMap(PublicSuffixes.known()::within))
        .isEqualTo(java.util.Optional.ofNullable(suffix));
  }
}
