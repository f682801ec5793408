package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * IPv6 in allowlist is the way from HAProxy to a server. Inside there is none, and a name that
 * leads to a blocked address over either protocol is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowlistIpv6IT {

  // What named-hosts says that a name has.
  private static final String SIX = "6-2001-db8-ffff--7";
  private static final String FOUR = "4-203-0-113-7";
  // Nothing listens there at the ports of the tier.
  private static final String DEAD = "4-198-51-100-130";

  private static final String IN = ".names.example";

  // An ip that gives the sandbox what it must not have: IPv6 of its own, and a way to the router's
  // address. A frame for everybody finds a device that has no neighbours.
  private static final String WITH_IPV6 =
      """
      PATH=/usr/sbin:/sbin:/usr/bin:/bin
      case "$*" in
        *sandbox.batch)
          ip "$@" || exit
          echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6
          ip -6 -batch - <<END
      addr add fd00::65/128 dev eth0 nodad
      neigh add fd00::64 lladdr 33:33:00:00:00:01 dev eth0
      route add fd00::64 dev eth0
      route add default via fd00::64 dev eth0
      END
          ip -6 route >"${0%/*}/../routes" ;;
        *) exec ip "$@" ;;
      esac
      """;

  private final NamedHosts hosts = new NamedHosts();

  @AfterAll
  void tearDown() {
    hosts.close();
  }

  private Launch launch(String settings, String name) {
    return hosts.sandboxed("allow = ['%1$s', '%1$s:22']\n%2$s".formatted(name + IN, settings));
  }

  /** Says a name in each way that there is. */
  private static String eachWay(String name) {
    return "curl -sk https://%1$s/; curl -s http://%1$s/; bash -c 'head -n 1 </dev/tcp/%1$s/22' 2>/dev/null; true"
        .formatted(name + IN);
  }

  @Test
  void aNameThatHasOnlyIpv6IsReachedWithIpv6AndNotWithoutIt() {
    OutcomeAssert.assertThat(launch("ipv6 = true", SIX).shell(eachWay(SIX)))
        .outContains("tls " + SIX)
        .outContains("http " + SIX)
        .outContains("a greeting");
    assertThat(hosts.log())
        .filteredOn(line -> line.contains("\"name\":\"" + SIX + IN))
        .hasSize(3)
        .allMatch(line -> line.contains("\"address\":\"2001:db8:ffff::7\""));
    long before = overIpv6();

    OutcomeAssert.assertThat(launch("", SIX).shell(eachWay(SIX)))
        .outContains("\"verdict\":\"unresolved\"")
        .outLacks("tls " + SIX)
        .outLacks("http " + SIX + IN + " HTTP")
        .outLacks("a greeting");
    OutcomeAssert.assertThat(hosts.world.sandboxed("denials"))
        .outContains("the name has no IPv4 address")
        .outContains("ipv6 = true");
    assertThat(overIpv6()).isEqualTo(before);
  }

  private long overIpv6() {
    return hosts.said().lines().filter(line -> line.startsWith("six ")).count();
  }

  @Test
  void aNameWhoseIpv4DoesNotAnswerIsReachedOverIpv6() {
    String name = DEAD + "." + SIX;
    OutcomeAssert.assertThat(launch("", name).shell(eachWay(name))).outLacks("tls " + name);

    OutcomeAssert.assertThat(launch("ipv6 = true", name).shell(eachWay(name)))
        .outContains("tls " + name)
        .outContains("http " + name)
        .outContains("a greeting");
    assertThat(hosts.log())
        .filteredOn(line -> line.contains("\"used\":\"other\""))
        .hasSize(3)
        .allMatch(
            line -> line.contains("\"address\":\"198.51.100.130\",\"other\":\"2001:db8:ffff::7\""));
  }

  @Test
  void aNameThatHasBothIsReachedOverIpv4() {
    String name = FOUR + "." + SIX;
    long before = overIpv6();

    OutcomeAssert.assertThat(launch("ipv6 = true", name).shell(eachWay(name)))
        .outContains("tls " + name)
        .outContains("http " + name)
        .outContains("a greeting");
    assertThat(overIpv6()).isEqualTo(before);
  }

  /** Whichever protocol would be used: a name is good only if each of its kinds is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        FOUR + ".6-fd00-ec2--254",
        "4-192-168-1-20." + SIX,
        "6---1",
        "6---ffff-c0a8-114",
        "6-64-ff9b--c0a8-114",
        "6-64-ff9b-1--7",
        "6-2002-c0a8-114--7",
        "6-2001--7",
        "6-fd12-3456--20",
        "6-fe80--7",
        "6-ff05--c",
        "6-2001-db8-1--2",
        "6-2001-db8-2--5",
        "6-2001-db8-1--1"
      })
  void aNameThatHasABlockedAddressIsRefused(String name) {
    OutcomeAssert.assertThat(launch("ipv6 = true", name).shell(eachWay(name)))
        .outContains("\"verdict\":\"blocked\"")
        .outLacks("tls " + name)
        .outLacks("http " + name + IN + " HTTP")
        .outLacks("a greeting");
    assertThat(hosts.log())
        .filteredOn(line -> line.contains("\"name\":\"" + name + IN))
        .hasSize(3)
        .allMatch(line -> line.contains("\"verdict\":\"blocked\""));
  }

  /** A program that is told so at once takes IPv4. */
  @Test
  void anAddressOfIpv6IsRefusedAtOnceInside() {
    List<String> ways =
        List.of(
            "tcp,2001:db8:ffff::7,8000",
            "udp,2001:db8:ffff::7,8000",
            "tcp,fd12:3456::20,8000",
            "udp,fd12:3456::20,8000");
    assertThat(Probe.of(hosts.world, ways).silences()).isEmpty();
    Launch launch = launch("ipv6 = true", SIX);

    Probe inside = Probe.inside(launch, ways);

    assertThat(inside.answers()).isEmpty();
    assertThat(inside.silences().values()).allMatch(said -> said.contains("unreachable"));
    OutcomeAssert.assertThat(launch.shell("getent ahostsv6 " + SIX + IN)).outIs("");
  }

  /** What the sandbox does not have, the router has only on its other side. */
  @Test
  void theRouterTakesNoIpv6FromTheSandbox() {
    try (NamedHosts own = new NamedHosts()) {
      own.world.installScript("ip", WITH_IPV6);
      List<String> ways =
          List.of("icmp,fd00::64,0", "tcp,2001:db8:ffff::7,8000", "udp,2001:db8:ffff::7,8000");
      Launch launch = own.sandboxed("ipv6 = true\nallow = ['%s']".formatted(SIX + IN));

      OutcomeAssert.assertThat(launch.shell("curl -sk https://" + SIX + IN))
          .succeeded()
          .outContains("tls");
      assertThat(own.world.home().resolve("routes")).content().contains("default via fd00::64");
      assertThat(Probe.inside(launch, List.of(), ways).answers()).isEmpty();
    }
  }
}
