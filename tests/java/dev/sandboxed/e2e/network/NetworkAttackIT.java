package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may try to get past {@code internet-only}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkAttackIT {

  private static final String[] OTHER_NETWORK = {
    "unshare",
    "--user",
    "--map-root-user",
    "--net",
    "sh",
    "-c",
    "ip link set lo up; exec \"$@\"",
    "sh"
  };

  private final HostWorld world = HostWorld.create();
  private final NetworkWorld network = NetworkWorld.around(world);

  @AfterAll
  void tearDown() {
    network.close();
    world.close();
  }

  /** From a bound socket the kernel sends multicast without looking at the routes. */
  @Test
  void aBoundSocketGetsNoFurther() {
    assertThat(Probe.of(world, bound("lan0", "192.168.1.5")).silences()).isEmpty();

    List<String> elsewhere =
        List.of("tcp,203.0.113.7,8000,device=eth0", "tcp,203.0.113.7,8000,from=10.0.2.100");
    assertThat(Probe.inside(sandboxed(), elsewhere).silences()).isEmpty();
    assertThat(Probe.inside(sandboxed(), List.of(), bound("eth0", "10.0.2.100")).answers())
        .isEmpty();
  }

  /** To slirp4netns 10.0.2.2 is the host's loopback, and 10.0.2.3 its resolver. */
  @Test
  void theAddressesOfSlirp4netnsLeadToNoServiceOfTheHost() {
    List<String> services =
        List.of(
            "tcp,127.0.0.1,8001", "udp,127.0.0.1,8001", "tcp,127.0.0.1,8002", "udp,127.0.0.1,8002");
    assertThat(Probe.of(world, services).silences()).isEmpty();

    List<String> throughIt =
        Stream.of("10.0.2.1", "10.0.2.2", "10.0.2.3")
            .flatMap(address -> services.stream().map(one -> one.replace("127.0.0.1", address)))
            .toList();
    assertThat(
            Probe.inside(sandboxed(), List.of("dns-udp,10.0.2.3,53", "dns-tcp,10.0.2.3,53"))
                .silences())
        .isEmpty();
    assertThat(Probe.inside(sandboxed(), List.of(), throughIt).answers()).isEmpty();
  }

  /** The same in IPv6. */
  @Test
  void norDoItsIpv6Addresses() {
    assertThat(Probe.of(world, List.of("tcp,::1,8003")).silences()).isEmpty();

    Profiles.write(world, "with-ipv6", NetworkColumn.WITH_IPV6_PROFILE);
    Launch launch = Launch.quietly(world).with(NetworkColumn.WITH_IPV6.options());
    List<String> throughIt =
        List.of("tcp,fd00::2,8003", "tcp,fd00::3,8003", "udp,fd00::2,8003", "udp,fd00::3,8003");

    assertThat(Probe.inside(launch, List.of(), throughIt).answers()).isEmpty();
  }

  /**
   * As itself, and as root of a user namespace in which it has all capabilities, if a profile
   * allows that.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "unshare --user --map-root-user"})
  void theAgentCannotChangeTheNetwork(String inside) {
    Map<String, String> scripts =
        Stream.of(
                "ip link set lo down",
                "ip link add more type veth",
                "unshare --net ip link add more type veth peer name way netns $$",
                "ip address add 192.168.1.99/24 dev lo",
                "ip route add unreachable 203.0.113.7",
                "ip route del unreachable 192.168.0.0/16 || ip route add local 192.168.0.0/16 dev lo",
                "ip rule add pref 1 lookup main",
                "ip rule del pref 32766",
                "ip neighbour add 192.168.1.20 lladdr 02:00:00:00:00:01 dev lo",
                "echo 1 >/proc/sys/net/ipv4/ip_forward",
                "perl -MSocket -e \"socket(S, PF_INET, SOCK_RAW, 255) or die \\$!\"",
                "perl -MSocket -e \"socket(S, 17, SOCK_RAW, 0x300) or die \\$!\"",
                "nsenter --net=/proc/self/ns/net true",
                // NS_GET_USERNS of linux/nsfs.h: a descriptor of the user namespace that owns the
                // network.
                "perl -e \"open(N, q(</proc/self/ns/net)); ioctl(N, 0xb701, 0) or die \\$!\"")
            .collect(
                Collectors.toMap(
                    Function.identity(), command -> "$AS_ROOT sh -c '" + command + "'"));
    // The owner of a network may do all that.
    world.set("AS_ROOT", "unshare --user --map-root-user --net");
    world.set("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");

    List<Contrast> made =
        Contrast.of(
            world,
            scripts,
            Profiles.nestedUserNamespaces(world),
            "--network=internet-only",
            "--env=AS_ROOT=" + inside);

    assertThat(made).hasSameSizeAs(scripts.entrySet()).allSatisfy(Contrast::assertWorksOutsideOnly);
  }

  /** It has all rights there, but nothing leads anywhere. */
  @Test
  void aNetworkOfTheAgentsOwnIsEmpty() {
    List<String> targets = List.of("tcp,192.168.1.20,8000", "tcp,203.0.113.7,8000");
    String[] command =
        Stream.of(OTHER_NETWORK, Probe.command(targets)).flatMap(Stream::of).toArray(String[]::new);

    Launch launch = sandboxed().with(Profiles.nestedUserNamespaces(world));
    Probe probe = Probe.read(launch.command(command), targets);

    assertThat(probe.silences().values()).containsOnly("Network is unreachable");
  }

  @Test
  void noProcessThatItSeesIsInAnotherNetwork() {
    String count = "readlink /proc/[0-9]*/ns/net | sort -u | wc -l";
    String another =
        "coproc unshare --user --map-root-user --net sh -c 'echo there; read end';"
            + " read there <&\"${COPROC[0]}\"; ";

    OutcomeAssert.assertThat(world.shell(another + count)).outIs("2");
    OutcomeAssert.assertThat(sandboxed().shell(count)).outIs("1");
  }

  @Test
  void noSocketOfTheHostIsInSight() {
    world.set("XDG_RUNTIME_DIR", world.temporary().toString());
    String listen =
        """
        use Socket;
        $| = 1;
        for my $name ("$ENV{XDG_RUNTIME_DIR}/bus", "\\0$ENV{XDG_RUNTIME_DIR}/abstract") {
          socket(my $socket, PF_UNIX, SOCK_STREAM, 0) or die $!;
          bind($socket, pack_sockaddr_un($name)) or die $!;
          listen($socket, 5) or die $!;
          push @kept, $socket;
        }
        print "ready\\n";
        sleep;
        """;
    Running listener = world.start("perl", "-e", listen).waitUntilPrints("ready");
    // Some directories are closed to the person too.
    String look =
        "find ${XDG_RUNTIME_DIR-/} / -path /proc -prune -o -type s -print 2>/dev/null; grep -o '[@/].*' /proc/net/unix";

    Outcome outside = world.shell(look);
    Outcome inside = sandboxed().shell(look);
    listener.killHard();

    OutcomeAssert.assertThat(outside).outContains("/bus").outContains("/abstract");
    OutcomeAssert.assertThat(inside).outIs("");
  }

  private static List<String> bound(String device, String address) {
    return List.of(
        "udp,239.255.255.250,1900,ttl=4,device=" + device,
        "udp,239.255.255.250,1900,ttl=4,from=" + address,
        "udp,239.255.255.250,1900,ttl=4,out=" + address,
        "udp,224.0.0.251,5353,device=" + device,
        "udp,224.0.0.251,5353,from=" + address,
        "udp,192.168.1.20,8000,device=" + device,
        "udp,192.168.1.20,8000,from=" + address,
        "tcp,192.168.1.20,8000,device=" + device,
        "tcp,192.168.1.20,8000,from=" + address,
        "icmp,192.168.1.20,0,device=" + device);
  }

  private Launch sandboxed() {
    return Launch.quietly(world).with("--network", "internet-only");
  }
}
