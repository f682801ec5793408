package dev.sandboxed.denials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was refused is told once, with what would allow it, however much there is. */
class DenialsTest {

  private static Refusal refusal(String kind, String name, String asked, String verdict) {
    return new Refusal("2026-11-29T21:41:35Z", kind, name, asked, verdict, "", "");
  }

  @Test
  void aLineOfTheLogIsRead() {
    assertThat(
            Refusal.of(
                "{\"time\":\"t\",\"kind\":\"tls\",\"name\":\"a.org\",\"asked\":\"198.19.0.1:443\","
                    + "\"verdict\":\"denied\",\"rule\":\"-\",\"address\":\"-\",\"sent\":0,\"received\":0}"))
        .contains(new Refusal("t", "tls", "a.org", "198.19.0.1:443", "denied", "", ""));
    assertThat(
            Refusal.of("{\"time\":\"t\",\"name\":\"a.org\",\"verdict\":\"denied\",\"rule\":\"-\"}"))
        .contains(new Refusal("t", "name", "a.org", "", "denied", "", ""));
    assertThat(Refusal.of("{\"time\":\"t")).isEmpty();
    assertThat(Refusal.of("[]")).isEmpty();
  }

  @Test
  void theSameThingIsCountedAndAQuestionBehindAConnectionIsNoMore() {
    Denials denials = new Denials();
    denials.add(refusal("name", "a.org", "", "denied"));
    denials.add(refusal("name", "b.org", "", "denied"));
    denials.add(refusal("name", "c.org", "", "denied"));
    denials.add(refusal("tls", "a.org", "198.19.0.1:443", "denied"));
    denials.add(refusal("tls", "a.org", "198.19.0.1:443", "denied"));

    denials.add(refusal("name", "a.d.org", "", "denied"));
    denials.add(refusal("name", "e.org", "", "denied"));

    assertThat(denials.list(List.of("c.org", "*.d.org", "e.org:443")))
        .extracting(one -> one.refusal().target() + " " + one.times())
        .containsExactly("a.org:443 2", "b.org 1");
  }

  @Test
  void aFloodOfNamesStaysInBounds() {
    Denials denials = new Denials();
    for (int at = 0; at < 1_000_000; at++) {
      denials.add(refusal("tls", "n" + at + ".org", "198.19.0.1:443", "denied"));
    }
    assertThat(denials.list(List.of())).hasSize(10_000);
    assertThat(denials.others()).isEqualTo(990_000);
  }

  @ParameterizedTest
  @CsvSource({
    "tls,     a.org, 198.19.0.1:443,    denied,     'allow = [\"a.org\"]',    a.org",
    "http,    a.org, 203.0.113.7:80,    denied,     'allow = [\"a.org\"]',    a.org",
    "streams, a.org, 198.19.1.1:22,     denied,     'allow = [\"a.org:22\"]', a.org:22",
    "name,    a.org, '',                denied,     'allow = [\"a.org\"]',    a.org",
    "streams, '',    198.19.0.1:22,     denied,     ,                       ",
    "streams, '',    203.0.113.7:22,    denied,     ,                       ",
    "tls,     '',    203.0.113.7:443,   unnamed,    ,                       ",
    "tls,     a.org, 198.19.0.2:443,    unresolved, ,                       ",
    "name,    'a b\"]', '',             denied,     ,                       ",
    "credentials, a.org, 198.19.0.2:443, untrusted, ,                       ",
    "credentials, a.org, 198.19.0.2:443, misdirected, ,                     ",
  })
  void theLineIsTheOneThatAllowsIt(
      String kind, String name, String asked, String verdict, String line, String grant) {
    Advice advice = Advice.of(refusal(kind, name, asked, verdict));

    assertThat(advice.line().orElse(null)).isEqualTo(line);
    assertThat(advice.grant().orElse(null)).isEqualTo(grant);
    assertThat(advice.gives()).isNotEmpty();
  }

  @Test
  void whatARuleDeniesHasNoLine() {
    Advice advice =
        Advice.of(
            new Refusal("", "tls", "a.org", "198.19.0.1:443", "denied", "deny a.org, /x:4:3", ""));

    assertThat(advice.why()).isEqualTo("a rule denies it: deny a.org, /x:4:3");
    assertThat(advice.line()).isEmpty();
  }

  /** The name servers know an address, which this launch does not use. */
  @Test
  void aNameThatHasOnlyIpv6NeedsIpv6() {
    Advice advice =
        Advice.of(
            new Refusal(
                "", "tls", "a.org", "198.19.0.2:443", "unresolved", "allow a.org", "2001:db8::7"));

    assertThat(advice.line()).contains("ipv6 = true");
  }

  /** No port of it could be opened inside. */
  @Test
  void aBlockedAddressOfIpv6HasNoLine() {
    Advice advice =
        Advice.of(
            new Refusal("", "tls", "a.org", "198.19.0.2:443", "blocked", "allow a.org", "fd12::7"));

    assertThat(advice.why()).contains("fd12::7");
    assertThat(advice.line()).isEmpty();
  }

  @Test
  void aPrivateAddressIsReachedByReach() {
    Advice advice =
        Advice.of(
            new Refusal(
                "", "tls", "a.org", "198.19.0.2:443", "blocked", "allow a.org", "10.0.0.7"));

    assertThat(advice.line()).contains("reach = [\"10.0.0.7:443\"]");
    assertThat(advice.grant()).isEmpty();
  }
}
