package dev.sandboxed.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "example.org,           example.org",
    "EXAMPLE.Org,           example.org",
    "a.b-c.example.org,     a.b-c.example.org",
    "_dmarc.example.org,    _dmarc.example.org",
    "1and1.example,         1and1.example",
    "1.2.3.example,         1.2.3.example",
    "bücher.example,        xn--bcher-kva.example",
    "BÜCHER.example,        xn--bcher-kva.example",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "example.рф,            example.xn--p1ai"
  })
  void aNameHasOneForm(String written, String form) {
    assertThat(HostName.parse(written)).map(HostName::text).contains(form);
    assertThat(HostName.isOne(form)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "example",
        "localhost",
        "example.org.",
        ".example.org",
        "example..org",
        "-a.example.org",
        "a-.example.org",
        "example.org-",
        "exa mple.org",
        " example.org",
        "example.org\n",
        "example\u0000.org",
        "example.org\u0000",
        "ex%61mple.org",
        "me@example.org",
        "example.org:443",
        "https://example.org",
        "[::1]",
        "::1",
        "*.example.org",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "1.2.3.4.5",
        "example.0x7f",
        "example.1",
        "printer.local",
        "a.localhost",
        "1.0.0.127.in-addr.arpa",
        "straße.example",
        "a\u200db.example",
        "\u2488example.org"
      })
  void anythingElseIsNone(String written) {
    assertThat(HostName.parse(written)).isEmpty();
    assertThat(HostName.isOne(written)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63})
  void aLabelHasAtMost63Bytes(int length) {
    assertThat(HostName.isOne("a".repeat(length) + ".example")).isTrue();
    assertThat(HostName.isOne("a".repeat(64) + ".example")).isFalse();
  }

  @Test
  void aNameHasAtMost253Bytes() {
    String longest = "a.".repeat(120) + "bcdef.example";

    assertThat(longest).hasSize(253);
    assertThat(HostName.isOne(longest)).isTrue();
    assertThat(HostName.isOne("x" + longest)).isFalse();
  }
}
