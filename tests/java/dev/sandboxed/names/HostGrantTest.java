package dev.sandboxed.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.address.IpAddress;
import dev.sandboxed.address.IpNetwork;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    "git.org:22,  stream-deny-names, 198.19.1.1,    deny git.org,  true",
    "git.org:22,  stream-deny-names, 198.19.1.2,    deny it.org,   false",
    "git.org:22,  tls-deny-names,    git.org,       deny git.org:443, false",
  })
  void denyWins(String host, String map, String key, String words, boolean denied) {
    assertThat(
            grant(host)
                .denied(List.of(new HostGrant.Entry(map, key, words + ", profile x, /x:1:2")))
                .isPresent())
        .isEqualTo(denied);
  }

  /** A rule about one port beside it, which comes first, changes nothing about the others. */
  @ParameterizedTest
  @CsvSource({
    "git.a.org,                               true",
    "git.a.org:443 git.a.org,                 true",
    "git.a.org git.a.org:443 git.a.org:80,    true",
    "*.a.org:443 *.a.org,                     true",
    "git.a.org:443 git.a.org:80,              false",
    "git.a.org:23 b.org,                      false",
  })
  void aPortIsDeniedByARuleThatNamesNone(String deny, boolean denied) {
    NameNetwork network =
        new NameNetwork(
            new HostRules(rules("git.a.org:2222"), rules(deny.split(" "))),
            IpAddress.of("10.0.2.1"),
            IpNetwork.of("198.19.0.0/16"),
            List.of(),
            List.of());
    Map<String, String> maps = HaproxyMaps.of(network);
    HostGrant grant =
        new HostGrant(HostPattern.parse("git.a.org:22").orElseThrow(), entries(maps, "stand-ins"));
    List<HostGrant.Entry> held =
        HostGrant.maps().stream()
            .flatMap(map ->
                entries(maps, map).entrySet().stream()
                    .map(one -> new HostGrant.Entry(map, one.getKey(), one.getValue())))
            .toList();

    assertThat(grant.isPossible()).isTrue();
    assertThat(grant.denied(held).isPresent()).isEqualTo(denied);
  }

  private static List<Located<HostPattern>> rules(String... hosts) {
    return Stream.of(hosts)
        .map(host ->
            new Located<>(HostPattern.parse(host).orElseThrow(), new Origin.CommandLine("--x")))
        .toList();
  }

  private static Map<String, String> entries(Map<String, String> maps, String name) {
    return maps.getOrDefault(name, "")
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(words -> words[0], words -> words[1]));
  }
}
