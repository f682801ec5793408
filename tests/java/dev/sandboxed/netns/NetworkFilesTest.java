package dev.sandboxed.netns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NetworkFilesTest {

  private final InternetTier smallest =
      new InternetTier().blocked("10.0.0.0/8", "private").blocked("::/0", "no IPv6");

  private final InternetTier everything =
      new InternetTier()
          .blocked("10.0.0.0/8", "private")
          .blocked("192.168.0.0/16", "private")
          .ofThisHost("203.0.113.9/32", "this host's own")
          .blocked("fc00::/7", "private")
          .blocked("ff00::/8", "multicast")
          .reach("203.0.113.9:443", "127.0.0.1:11434", "10.0.0.20:5432", "[fd12::20]:80")
          .publish("3000", "0.0.0.0:8080:4000")
          .subnet("198.51.100.0/24")
          .dns("198.51.100.3")
          .mtu(9000)
          .ipv6();

  @Test
  void theSmallestNetworkIsTheseFiles() {
    assertThat(NetworkFiles.of(smallest.built()))
        .containsExactly(
            Map.entry(
                "router.settings",
                """
                net/ipv4/ip_forward=1
                net/ipv4/conf/all/rp_filter=1
                net/ipv6/conf/all/disable_ipv6=1
                net/ipv6/conf/default/disable_ipv6=1
                """),
            Map.entry(
                "sandbox.settings",
                """
                net/ipv4/ping_group_range=0 0
                net/ipv4/conf/all/rp_filter=0
                net/ipv4/conf/default/rp_filter=0
                net/ipv6/conf/default/disable_ipv6=1
                """),
            Map.entry(
                "sandbox.batch",
                """
                link set lo up
                link add eth0 mtu 1500 type veth peer name sandbox mtu 1500 netns /proc/self/fd/7
                link set eth0 up
                addr add 10.0.2.100 dev eth0
                route add 10.0.2.1 dev eth0
                route add default via 10.0.2.1 dev eth0
                route add 10.0.2.3 via 10.0.2.1 dev eth0
                route add throw 10.0.0.0/8
                route add default via 10.0.2.1 dev eth0 src 10.0.2.100 table 100
                """),
            Map.entry(
                "router.batch",
                """
                link set sandbox up
                link set tap0 mtu 1500 up
                addr add 10.0.2.1 dev sandbox
                route add 10.0.2.2 dev tap0
                neigh add proxy 10.0.2.100 dev tap0
                ntable change name arp_cache dev tap0 proxy_delay 0
                route add 10.0.2.100 dev sandbox
                route add 10.0.2.3 dev tap0
                route add default via 10.0.2.2 dev tap0
                route add unreachable 10.0.0.0/8
                route add default via 10.0.2.2 dev tap0 table 100
                rule add pref 90 to 10.0.2.3 ipproto 6 dport 53 lookup 100
                rule add pref 90 to 10.0.2.3 ipproto 17 dport 53 lookup 100
                rule add pref 110 to 10.0.2.2 iif sandbox ipproto 6 unreachable
                rule add pref 110 to 10.0.2.2 iif sandbox ipproto 17 unreachable
                rule add pref 110 to 10.0.2.2 iif sandbox ipproto 1 unreachable
                rule add pref 110 to 10.0.2.3 iif sandbox ipproto 6 unreachable
                rule add pref 110 to 10.0.2.3 iif sandbox ipproto 17 unreachable
                rule add pref 110 to 10.0.2.3 iif sandbox ipproto 1 unreachable
                """),
            Map.entry(
                "questions",
                """
                route get 10.0.0.0 from 10.0.2.100 iif sandbox ipproto 6
                route get 10.255.255.255 from 10.0.2.100 iif sandbox ipproto 6
                route get 10.0.2.2 from 10.0.2.100 iif sandbox ipproto 6
                route get 10.0.2.3 from 10.0.2.100 iif sandbox ipproto 6
                route get 1.1.1.1 from 10.0.2.100 iif sandbox ipproto 6
                """),
            Map.entry("open", "1.1.1.1\n"));
  }

  @Test
  void aNetworkWithEverythingIsTheseFiles() {
    assertThat(NetworkFiles.of(everything.built()).keySet())
        .containsExactly(
            "router.settings",
            "sandbox.settings",
            "sandbox.batch",
            "router.batch",
            "questions",
            "open",
            "sandbox.batch6",
            "introduction6",
            "gateway6",
            "router.batch6",
            "questions6",
            "open6",
            "publish",
            "router.nft");
  }

  @Test
  void theKernelForwardsAndLetsLoopbackOutOnlyWhereThatIsAsked() {
    assertThat(NetworkFiles.of(everything.built()))
        .containsEntry(
            "router.settings",
            """
            net/ipv4/ip_forward=1
            net/ipv4/conf/all/rp_filter=1
            net/ipv4/conf/all/route_localnet=1
            net/ipv6/conf/all/forwarding=1
            """)
        .containsEntry(
            "sandbox.settings",
            """
            net/ipv4/ping_group_range=0 0
            net/ipv4/conf/all/rp_filter=0
            net/ipv4/conf/default/rp_filter=0
            net/ipv4/conf/all/route_localnet=1
            net/ipv6/conf/default/accept_ra=0
            """);
  }

  @Test
  void theSandboxesSideWithEverythingIsTheseLinesInThisOrder() {
    assertThat(NetworkFiles.of(everything.built()))
        .containsEntry(
            "sandbox.batch",
            """
            link set lo up
            link add eth0 mtu 9000 type veth peer name sandbox mtu 9000 netns /proc/self/fd/7
            link set eth0 addrgenmode none up
            addr add 198.51.100.100 dev eth0
            route add 198.51.100.1 dev eth0
            route add default via 198.51.100.1 dev eth0
            route add 203.0.113.9 via 198.51.100.1 dev eth0
            route add 10.0.0.20 via 198.51.100.1 dev eth0
            route add 198.51.100.3 via 198.51.100.1 dev eth0
            route add throw 10.0.0.0/8
            route add throw 192.168.0.0/16
            route add default via 198.51.100.1 dev eth0 src 198.51.100.100 table 100
            rule add pref 95 ipproto 6 sport 3000 lookup 100
            rule add pref 95 ipproto 6 sport 4000 lookup 100
            rule add pref 5 to 127.0.0.1 ipproto 6 dport 11434 lookup 100
            rule add pref 5 to 127.0.0.1 ipproto 17 dport 11434 lookup 100
            rule add pref 10 lookup local
            rule del pref 0
            """)
        .containsEntry(
            "sandbox.batch6",
            """
            addr add fd00::64 dev eth0 nodad
            route add fd00::1 dev eth0
            route add default via fd00::1 dev eth0
            route add fd12::20 via fd00::1 dev eth0
            route add throw fc00::/7
            route add throw ff00::/8
            route add default via fd00::1 dev eth0 src fd00::64 table 100
            """);
  }

  @Test
  void theRoutersSideWithEverythingIsTheseLinesInThisOrder() {
    assertThat(NetworkFiles.of(everything.built()))
        .containsEntry(
            "router.batch",
            """
            link set sandbox addrgenmode none up
            link set tap0 mtu 9000 addrgenmode none up
            addr add 198.51.100.1 dev sandbox
            route add 198.51.100.2 dev tap0
            neigh add proxy 198.51.100.100 dev tap0
            ntable change name arp_cache dev tap0 proxy_delay 0
            route add 198.51.100.100 dev sandbox
            route add 198.51.100.3 dev tap0
            route add default via 198.51.100.2 dev tap0
            route add unreachable 10.0.0.0/8
            route add unreachable 192.168.0.0/16
            route add unreachable 203.0.113.9
            route add unreachable 198.51.100.0/24
            route add default via 198.51.100.2 dev tap0 table 100
            rule add pref 90 to 203.0.113.9 ipproto 6 dport 443 lookup 100
            rule add pref 90 to 203.0.113.9 ipproto 17 dport 443 lookup 100
            rule add pref 90 to 10.0.0.20 ipproto 6 dport 5432 lookup 100
            rule add pref 90 to 10.0.0.20 ipproto 17 dport 5432 lookup 100
            rule add pref 90 to 198.51.100.3 ipproto 6 dport 53 lookup 100
            rule add pref 90 to 198.51.100.3 ipproto 17 dport 53 lookup 100
            rule add pref 95 to 198.51.100.2 iif sandbox ipproto 6 sport 3000 lookup 100
            rule add pref 95 iif sandbox ipproto 6 sport 4000 lookup 100
            rule add pref 110 to 198.51.100.2 iif sandbox ipproto 6 unreachable
            rule add pref 110 to 198.51.100.2 iif sandbox ipproto 17 unreachable
            rule add pref 110 to 198.51.100.2 iif sandbox ipproto 1 unreachable
            rule add pref 110 to 198.51.100.3 iif sandbox ipproto 6 unreachable
            rule add pref 110 to 198.51.100.3 iif sandbox ipproto 17 unreachable
            rule add pref 110 to 198.51.100.3 iif sandbox ipproto 1 unreachable
            neigh add proxy 127.0.0.1 dev tap0
            route add 127.0.0.1 via 198.51.100.100 dev sandbox table 101
            rule add pref 5 to 127.0.0.1 iif sandbox ipproto 6 dport 11434 lookup 100
            rule add pref 5 to 127.0.0.1 iif sandbox ipproto 17 dport 11434 lookup 100
            rule add pref 5 to 127.0.0.1 iif tap0 lookup 101
            rule add pref 10 lookup local
            rule del pref 0
            """)
        .containsEntry(
            "introduction6",
            """
            addr add fe80::1/64 dev tap0 nodad
            addr add fd00::64 dev tap0 nodad
            route add fd00::2 dev tap0
            """)
        .containsEntry("gateway6", "fd00::2\n")
        .containsEntry(
            "router.batch6",
            """
            addr add fd00::1 dev sandbox nodad
            addr del fd00::64 dev tap0
            route add fd00::64 dev sandbox
            route add fd00::3 dev tap0
            route add default via fd00::2 dev tap0
            route add unreachable fc00::/7
            route add unreachable ff00::/8
            route add default via fd00::2 dev tap0 table 100
            rule add pref 90 to fd12::20 ipproto 6 dport 80 lookup 100
            rule add pref 90 to fd12::20 ipproto 17 dport 80 lookup 100
            rule add pref 110 to fd00::2 iif sandbox ipproto 6 unreachable
            rule add pref 110 to fd00::2 iif sandbox ipproto 17 unreachable
            rule add pref 110 to fd00::2 iif sandbox ipproto 58 unreachable
            rule add pref 110 to fd00::3 iif sandbox ipproto 6 unreachable
            rule add pref 110 to fd00::3 iif sandbox ipproto 17 unreachable
            rule add pref 110 to fd00::3 iif sandbox ipproto 58 unreachable
            """);
  }

  @Test
  void theRouterIsAskedAboutTheEndsOfEveryRangeAndTheOtherPortsOfEveryHole() {
    assertThat(NetworkFiles.of(everything.built()))
        .containsEntry(
            "questions",
            """
            route get 10.0.0.0 from 198.51.100.100 iif sandbox ipproto 6
            route get 10.255.255.255 from 198.51.100.100 iif sandbox ipproto 6
            route get 192.168.0.0 from 198.51.100.100 iif sandbox ipproto 6
            route get 192.168.255.255 from 198.51.100.100 iif sandbox ipproto 6
            route get 203.0.113.9 from 198.51.100.100 iif sandbox ipproto 6
            route get 127.0.0.1 from 198.51.100.100 iif sandbox ipproto 6
            route get 10.0.0.20 from 198.51.100.100 iif sandbox ipproto 6
            route get 198.51.100.2 from 198.51.100.100 iif sandbox ipproto 6
            route get 198.51.100.3 from 198.51.100.100 iif sandbox ipproto 6
            route get 1.1.1.1 from 198.51.100.100 iif sandbox ipproto 6
            """)
        .containsEntry("open", "1.1.1.1\n")
        .containsEntry(
            "questions6",
            """
            route get fc00:: from fd00::64 iif sandbox ipproto 6
            route get fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff from fd00::64 iif sandbox ipproto 6
            route get ff00:: from fd00::64 iif sandbox ipproto 6
            route get ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff from fd00::64 iif sandbox ipproto 6
            route get fd12::20 from fd00::64 iif sandbox ipproto 6
            route get fd00::2 from fd00::64 iif sandbox ipproto 6
            route get fd00::3 from fd00::64 iif sandbox ipproto 6
            route get 2000::1 from fd00::64 iif sandbox ipproto 6
            """)
        .containsEntry("open6", "2000::1\n");
  }

  @Test
  void portsArePublishedAtTheirPlaceAndAnswersLetOut() {
    assertThat(NetworkFiles.of(everything.built()))
        .containsEntry(
            "publish",
            """
            127.0.0.1 3000 127.0.0.1 3000
            0.0.0.0 8080 127.0.0.1 4000
            """)
        .containsEntry(
            "router.nft",
            """
            table ip publish {
              chain forward {
                type filter hook forward priority 0; policy accept;
                iifname "sandbox" tcp sport { 4000 } tcp flags & (syn | ack) == syn drop
              }
            }
            """);
  }

  /** Some locales have their own digits. */
  @Test
  void aPersonsLanguageChangesNothing() {
    Map<String, String> files = NetworkFiles.of(everything.built());
    Locale usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(NetworkFiles.of(everything.built())).isEqualTo(files);
      assertThat(files.get("sandbox.batch")).contains(" mtu 9000 ");
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void onLoopbackAloneNoFilterIsNeeded() {
    assertThat(NetworkFiles.of(smallest.publish("3000", "127.0.0.2:80:80").built()))
        .containsKey("publish")
        .doesNotContainKey("router.nft");
  }

  @Test
  void aPortInsideThatIsPublishedTwiceHasOneRule() {
    assertThat(NetworkFiles.of(smallest.publish("8080:3000", "9090:3000").built()))
        .hasEntrySatisfying("router.batch", once(" sport 3000 "))
        .hasEntrySatisfying("sandbox.batch", once(" sport 3000 "));
  }

  private static Consumer<String> once(String words) {
    return text -> assertThat(text).containsOnlyOnce(words);
  }

  @Test
  void withOtherNameServersTheHostsIsNotAsked() {
    assertThat(NetworkFiles.of(smallest.dns("9.9.9.9").built()).values())
        .noneMatch(text -> text.contains("dport 53"))
        .noneMatch(text -> text.contains("route add 10.0.2.3 via"));
  }

  @Test
  void theArgumentsOfSlirp4netnsAreTheseInThisOrder() {
    assertThat(NetworkFiles.slirp4netns(smallest.built()))
        .containsExactly(
            "--disable-host-loopback", "--enable-seccomp", "--cidr=10.0.2.0/24", "--mtu=1500");
    assertThat(NetworkFiles.slirp4netns(everything.built()))
        .containsExactly(
            "--disable-host-loopback",
            "--enable-seccomp",
            "--cidr=198.51.100.0/24",
            "--mtu=9000",
            "--enable-ipv6");
    assertThat(NetworkFiles.slirp4netns(smallest.dns("9.9.9.9").built())).contains("--disable-dns");
  }
}
