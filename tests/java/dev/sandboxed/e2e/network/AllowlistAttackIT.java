package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What gets past other tools that decide by name does not get past this one. Each way is first
 * shown to work outside, and with a name that is allowed, inside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowlistAttackIT {

  private static final String CURL = "curl -sS -k ";

  // Prints how many names have an address, of as many as it is told.
  private static final String MANY_NAMES =
      """
      import socket, sys
      print(sum(bool(socket.gethostbyname(f"n{number}.evil.example")) for number in range(int(sys.argv[1]))))
      """;

  private final NamedHosts hosts = new NamedHosts();

  @AfterAll
  void tearDown() {
    hosts.close();
  }

  /** The address of a host that is allowed is that of many others, too. */
  @Test
  void aNameIsSaidCompletelyOrNotAtAll() {
    String[] others = {
      "plain:evil.example",
      "none",
      "bytes:good.example\\x00.evil.test",
      "bytes:good.example.",
      "bytes:.good.example",
      "bytes:good..example",
      "bytes:good.example\\x20",
      "bytes:good.example@evil.test",
      "bytes:%67ood.example",
      "bytes:good\\x2eexample.evil",
      "bytes:good.example\\x0aevil",
      "bytes:*.good.example",
      "packets:evil.example",
      "records:good.example",
    };
    String[] allowed = {"plain:good.example", "bytes:GOOD.example", "packets:good.example"};
    assertThat(
            hosts.helloOutside("plain:evil.example", "packets:evil.example", "plain:good.example"))
        .hasSize(3)
        .allMatch(line -> line.endsWith("= answered"));
    Launch launch = hosts.allowing("good.example");

    assertThat(hosts.hello(launch, NamedHosts.ADDRESS, others))
        .hasSameSizeAs(others)
        .allMatch(line -> line.endsWith("! refused"));
    assertThat(hosts.hello(launch, NamedHosts.ADDRESS, allowed))
        .hasSameSizeAs(allowed)
        .allMatch(line -> line.endsWith("= answered"));
  }

  /** Whatever address a program thinks it connects to, it gets to the name that it says. */
  @Test
  void anAddressIsNoName() {
    String program =
        "for url in https://203.0.113.7/ https://[2001:db8:ffff::7]/ http://203.0.113.7/ http://0xcb007107/; do "
            + CURL
            + "--http1.1 $url; done";
    hosts.assertOutside(CURL + "http://203.0.113.7/", "http 203.0.113.7");
    hosts.assertOutside(CURL + "https://203.0.113.7/", "tls");

    Outcome inside = hosts.allowing("good.example").shell(program);

    assertThat(inside.out()).doesNotContain("tls ", "http 203").contains("policy, not an outage");
  }

  /** The Host of a request counts for HTTP, whatever the request line says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://evil.example/ HTTP/1.1\\r\\nHost: evil.example",
        "GET / HTTP/1.1\\r\\nHost: evil.example\\r\\nHost: good.example",
        "GET / HTTP/1.1\\r\\nHost: good.example\\r\\nHost: evil.example",
        "GET / HTTP/1.1\\r\\nHost: good.example:8080",
        "GET / HTTP/1.1\\r\\nHost: good.example.",
        "GET / HTTP/1.1\\r\\nHost: good.example@evil.example",
        "GET / HTTP/1.1\\r\\nHost:",
        "GET / HTTP/1.0\\r\\nX: y",
        "CONNECT evil.example:443 HTTP/1.1\\r\\nHost: evil.example:443",
        "CONNECT good.example:443 HTTP/1.1\\r\\nHost: good.example:443",
        "CONNECT good.example:80 HTTP/1.1\\r\\nHost: good.example:80",
        "GET http://evil.example/ HTTP/1.1\\r\\nHost: good.example",
        "GET / HTTP/1.1\\r\\nHost: evil.example, good.example",
        "GET / HTTP/1.1\\r\\nHost: good.example\\r\\n .evil.example"
      })
  void aRequestForAnotherHostIsRefused(String request) {
    String program =
        "exec 5<>/dev/tcp/%s/80; printf '%s\\r\\nConnection: close\\r\\n\\r\\n' >&5; cat <&5"
            .formatted("good.example", request);
    String harmless = program.replace(request, "GET / HTTP/1.1\\r\\nHost: good.example");
    Launch launch = hosts.allowing("good.example");

    assertThat(launch.command("bash", "-c", program).out())
        .startsWith("HTTP/1.1 4")
        .doesNotContain("http ", " 200 ");
    assertThat(launch.command("bash", "-c", harmless).out()).contains("http good.example");
  }

  /** Behind a switch to it, requests for other hosts would be seen by the server alone. */
  @ParameterizedTest
  @ValueSource(strings = {"h2c", "websocket, h2c", "h2c\\r\\nUpgrade: websocket"})
  void noOtherProtocolWithHostsIsSwitchedTo(String protocol) {
    String program =
        ("exec 5<>/dev/tcp/$0/80; printf 'GET / HTTP/1.1\\r\\nHost: good.example\\r\\nConnection: Upgrade\\r\\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nUpgrade: %s\\r\\n\\r\\n' >&5; head -n 1 <&5")
            .formatted(protocol);
    assertThat(hosts.world.run("bash", "-c", program, NamedHosts.ADDRESS).out()).contains(" 101 ");

    assertThat(hosts.allowing("good.example").command("bash", "-c", program, "good.example").out())
        .contains(" 200 ");
  }

  /** A name may be registered by anybody, and lead anywhere. */
  @ParameterizedTest
  @CsvSource({
    "private.example,  192.168.1.20",
    "metadata.example, 169.254.169.254",
    "loopback.example, 127.0.0.1",
    "host.example,     192.168.1.5"
  })
  void aNameThatLeadsIntoABlockedNetworkIsRefused(String name, String address) {
    Launch launch = hosts.allowing(name, "good.example", name + ":8000");

    assertThat(launch.shell(CURL + "http://" + name + "/").out())
        .contains("\"verdict\":\"blocked\"");
    assertThat(launch.shell(CURL + "https://" + name + "/").exit()).isNotZero();
    assertThat(launch.shell("bash -c 'cat </dev/tcp/" + name + "/8000'").out()).isEmpty();
    assertThat(hosts.log())
        .anyMatch(line -> line.contains(name) && line.contains("\"address\":\"" + address + "\""));
    OutcomeAssert.assertThat(launch.shell(CURL + "https://good.example/")).succeeded();
  }

  /** The answer that was checked is the one that is used. */
  @Test
  void aNameThatTurnsToABlockedNetworkIsRefusedFromThenOn() {
    String program =
        "until "
            + CURL
            + "http://turning.example/ | tee -a said | grep -q blocked; do :; done; head -n 1 said";

    OutcomeAssert.assertThat(hosts.allowing("turning.example").shell(program))
        .succeeded()
        .outContains("http turning.example");
  }

  /** Of several addresses of a name, only those that are not blocked are ever used. */
  @Test
  void aNameThatHasABlockedAddressAsWellNeverLeadsThere() {
    String program = "for n in 1 2 3 4 5 6 7 8; do " + CURL + "http://both.example/; done";
    Launch launch = hosts.allowing("both.example", "both.example:8000");

    assertThat(launch.shell(program).out().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("http both.example") || line.contains("\"blocked\""));
    assertThat(
            launch
                .shell(
                    "for n in 1 2 3 4 5 6 7 8; do bash -c 'cat </dev/tcp/both.example/8000'; done")
                .out())
        .doesNotContain("lan");
    assertThat(hosts.world.shell("cat </dev/tcp/192.168.1.20/8000").out()).contains("lan");
    assertThat(hosts.log())
        .filteredOn(line -> line.contains("both.example"))
        .hasSize(16)
        .noneMatch(line ->
            line.contains("\"verdict\":\"allowed\"") && line.contains("\"address\":\"192."));
  }

  /** What would have other programs read their rules anew, and perhaps none. */
  @Test
  void aSignalToReloadOpensNothing() {
    String program =
        "echo up; until [ -e go ]; do :; done; curl -sS http://good.example/; curl -sS http://evil.example/; rm go";
    Running session =
        hosts.allowing("good.example").shellLaunch(program).start().waitUntilPrints("up");
    session.descendants().stream()
        .filter(one -> one.info().command().orElse("").matches(".*/(haproxy|dnsmasq)"))
        .forEach(one ->
            OutcomeAssert.assertThat(hosts.world.run("kill", "-HUP", String.valueOf(one.pid())))
                .succeeded());
    OutcomeAssert.assertThat(hosts.world.shell("touch go")).succeeded();

    OutcomeAssert.assertThat(session.finish())
        .outContains("http good.example")
        .outContains("policy, not an outage")
        .outLacks("http evil.example");
  }

  @Test
  void tenThousandNamesAreRefusedAndWrittenDown() {
    Launch launch = hosts.allowing("good.example");

    OutcomeAssert.assertThat(
            launch.shell(
                "/usr/bin/python3 -c \"$1\" 10000 && " + CURL + "https://good.example/",
                MANY_NAMES))
        .succeeded()
        .outContains("10000")
        .outContains("tls good.example");
    assertThat(hosts.refusedNames())
        .filteredOn(line -> line.contains(".evil.example\""))
        .hasSizeGreaterThanOrEqualTo(10000);
  }

  /** What fills the person's disk ends the agent's network, and nothing goes unwritten. */
  @Test
  void aLogThatIsFullEndsTheNetwork() {
    String program =
        "echo up; until [ -e go ]; do :; done; while curl -sS http://evil.example/; do :; done; curl -sS http://good.example/";
    Running session =
        hosts.allowing("good.example").shellLaunch(program).start().waitUntilPrints("up");
    Waiting.until(() -> writers(session).size() == 2, () -> "HAProxy and the reader of names");
    List<String> writers = writers(session);
    assertThat(writers)
        .extracting(pid -> Files.readString(Path.of("/proc", pid, "limits")))
        .allMatch(limits -> limits.matches("(?s).*Max file size +1073741824 +1073741824 .*"));

    writers.forEach(pid ->
        OutcomeAssert.assertThat(hosts.world.run("prlimit", "--pid", pid, "--fsize=2000"))
            .succeeded());
    OutcomeAssert.assertThat(hosts.world.shell("touch go")).succeeded();

    OutcomeAssert.assertThat(session.finish())
        .failed()
        .outLacks("http good.example")
        .errContains("HAProxy ended before the agent did, because its log takes no more");
  }

  /** Who has a file of the log open. */
  private static List<String> writers(Running session) {
    return session.descendants().stream()
        .map(one -> String.valueOf(one.pid()))
        .filter(AllowlistAttackIT::writes)
        .toList();
  }

  private static boolean writes(String pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", pid, "fd"))) {
      for (Path one : open.toList()) {
        if (Files.readSymbolicLink(one).toString().endsWith(".jsonl")) {
          return true;
        }
      }
      return false;
    } catch (IOException gone) {
      return false;
    }
  }
}
