package dev.sandboxed.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.address.Endpoint;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.Surroundings;
import dev.sandboxed.host.HostEnvironment;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.profile.NetworkRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllowlistRulesTest {

  private static final HostEnvironment NOTHING_SET =
      new HostEnvironment(Map.of(), Optional.empty(), List.of(), List.of(), Set.of());

  private static final Origin LINE =
      new Origin.Line("profile mine", new SourcePosition("mine.toml", 7, 10));

  private final Surroundings host =
      new Surroundings().address("192.168.1.5", 24, "eth0").gateway("0.0.0.0/0", "eth0").names();

  @Test
  void withoutAnyRuleNothingIsAllowed() {
    NetworkTier.Allowlist tier = decided(List.of(), List.of());

    assertThat(tier.hosts().decide("example.org", 443).allowed()).isFalse();
    assertThat(tier.describe()).isEqualTo("no host, because none is allowed");
  }

  @Test
  void aRuleThatNamesNoPortIsAboutHttpsAndHttp() {
    NetworkTier.Allowlist tier = decided(List.of("example.org"), List.of());

    assertThat(
            Stream.of(443, 80, 22).map(port -> tier.hosts().decide("example.org", port).allowed()))
        .containsExactly(true, true, false);
  }

  @Test
  void denyWinsAtEveryPort() {
    NetworkTier.Allowlist tier =
        decided(List.of("*.example.org", "a.example.org:22"), List.of("a.example.org"));

    assertThat(tier.hosts().decide("a.example.org", 22).allowed()).isFalse();
    assertThat(tier.hosts().decide("a.example.org", 443).allowed()).isFalse();
    assertThat(tier.hosts().decide("b.example.org", 443).allowed()).isTrue();
  }

  /** Whoever registers a name there would be allowed, too. */
  @Test
  void aWildcardThatAnybodyCanGetANameInIsRefused() {
    assertThat(
            Refusals.textsOf(() ->
                decided(
                    List.of("*.co.uk", "*.github.io", "*.amazonaws.com", "*.example.org"),
                    List.of("*.co.uk"))))
        .hasSize(3)
        .allMatch(text -> text.contains("allows whatever anybody registers below"))
        .anyMatch(text -> text.startsWith("mine.toml:7:10") || text.contains("*.github.io"));
  }

  @Test
  void namesHaveAddressesThatNothingElseHasInside() {
    NetworkRequest other =
        NetworkRequest.ofPorts(
            Optional.empty(),
            List.of(new Located<>(Endpoint.parse("198.19.0.1:22").orElseThrow(), LINE)),
            List.of());

    assertThat(AllowlistRules.decide(other, host.facts(), NOTHING_SET, List.of()).standIns())
        .hasToString("198.18.0.0/16");
    assertThat(decided(List.of(), List.of()).standIns()).hasToString("198.19.0.0/16");
  }

  /** Whatever ipv6 says: that is about the hosts outside. */
  @Test
  void insideThereIsOnlyIpv4() {
    NetworkRequest other =
        NetworkRequest.ofPorts(
            Optional.empty(),
            List.of(new Located<>(Endpoint.parse("[fd12::20]:80").orElseThrow(), LINE)),
            List.of());

    assertThat(
            Refusals.textsOf(
                () -> AllowlistRules.decide(other, host.facts(), NOTHING_SET, List.of())))
        .hasSize(1)
        .allMatch(text -> text.contains("inside allowlist there is only IPv4"));
  }

  private NetworkTier.Allowlist decided(List<String> allow, List<String> deny) {
    return AllowlistRules.decide(
        NetworkRequest.SILENT.with(words(allow), words(deny)),
        host.facts(),
        NOTHING_SET,
        List.of());
  }

  private static List<Located<HostWord>> words(List<String> written) {
    return written.stream()
        .map(text -> new Located<>(HostWord.parse(text).orElseThrow(), LINE))
        .toList();
  }
}
