package dev.sandboxed.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** In a session that is recorded any name is allowed, and what is denied stays so. */
class AnyHostTest {

  private static final Origin WHY = new Origin.BuiltIn("a test");

  private static HostRules rules(Optional<Origin> any) {
    return new HostRules(
        List.of(),
        List.of(new Located<>(HostPattern.parse("*.bad.example").orElseThrow(), WHY)),
        any);
  }

  private static NameNetwork network(Optional<Origin> any) {
    return new NameNetwork(
        rules(any),
        IpAddress.of("10.0.2.1"),
        IpNetwork.of("198.19.0.0/16"),
        List.of(IpAddress.of("127.0.0.9")),
        List.of());
  }

  @Test
  void aNameIsAllowedWhereAProgramSaysIt() {
    assertThat(rules(Optional.of(WHY)).decide("a.example", 443).allowed()).isTrue();
    assertThat(rules(Optional.of(WHY)).decide("a.example", 80).allowed()).isTrue();
    assertThat(rules(Optional.of(WHY)).decide("a.example", 22).allowed()).isFalse();
    assertThat(rules(Optional.of(WHY)).decide("x.bad.example", 443).allowed()).isFalse();
    assertThat(rules(Optional.of(WHY)).decide("localhost", 443).allowed()).isFalse();
    assertThat(rules(Optional.empty()).decide("a.example", 443).allowed()).isFalse();
  }

  @Test
  void dnsmasqLeadsNamesToHaproxyAndWhatIsDeniedNowhere() {
    assertThat(DnsmasqFile.of(network(Optional.of(WHY))))
        .contains("address=/#/198.19.0.2\n")
        .contains("address=/*.bad.example/198.19.0.1\n");
    assertThat(DnsmasqFile.of(network(Optional.empty()))).contains("address=/#/198.19.0.1\n");
  }

  @Test
  void haproxyAsksTheRulesFirstAndLeavesOutWhatIsNoNameOfTheInternet() {
    assertThat(HaproxyFiles.of(network(Optional.of(WHY))).get("haproxy.cfg"))
        .contains("str(\"" + AnyHost.RULE + "\") if { var(sess.verdict) -m str denied }")
        .contains("!{ var(sess.name) -m reg '[.](arpa|invalid|local|localhost)$' }");
    assertThat(HaproxyFiles.of(network(Optional.empty())).get("haproxy.cfg"))
        .doesNotContain(AnyHost.RULE);
  }

  @Test
  void nothingThatAPersonWritesMeansIt() {
    for (String word : List.of("*", "*.*", "any name", "@any", "")) {
      assertThat(HostWord.parse(word).filter(AnyHost.class::isInstance)).isEmpty();
    }
  }
}
