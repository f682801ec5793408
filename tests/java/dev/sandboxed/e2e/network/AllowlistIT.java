package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is allowed by name works as it does outside, for programs that know nothing of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowlistIT {

  private static final String CURL = "curl -sS -k ";

  // One connection, and a request for each host.
  private static final String KEEPING_ALIVE =
      """
      import http.client, sys
      connection = http.client.HTTPConnection(sys.argv[1], 80)
      for host in sys.argv[2:]:
          connection.request("GET", "/", headers={"Host": host})
          answer = connection.getresponse()
          print(answer.status, answer.read().decode().strip())
      """;

  private static final String WEB_SOCKET =
      """
      import socket, sys
      connection = socket.create_connection((sys.argv[1], 80))
      connection.sendall(b"GET / HTTP/1.1\\r\\nHost: " + sys.argv[1].encode()
          + b"\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Version: 13"
          + b"\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n")
      stream = connection.makefile("rwb", buffering=0)
      print(stream.readline().decode().strip())
      while stream.readline().strip():
          pass
      for word in (b"to", b"and fro"):
          stream.write(word + b"\\n")
          print(stream.readline().decode().strip())
      """;

  private final NamedHosts hosts = new NamedHosts();

  @AfterAll
  void tearDown() {
    hosts.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CURL + "https://good.example/",
        CURL + "--http1.1 https://good.example/",
        "node -e 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = 0; fetch(\"https://good.example/\")"
            + ".then(answer => answer.text()).then(console.log)'",
        "/usr/bin/python3 -c 'import ssl, urllib.request as web; print(web.urlopen(\"https://good.example/\","
            + " context=ssl._create_unverified_context()).read().decode())'"
      })
  @Flips(profile = "network.allow")
  void programsReachANameThatIsAllowedAndNoOther(String program) {
    String other = program.replace("good.example", "evil.example");
    hosts.assertOutside(other, "tls evil.example");

    OutcomeAssert.assertThat(hosts.allowing("good.example").shell(program))
        .outContains("tls good.example");
    OutcomeAssert.assertThat(hosts.allowing("good.example").shell(other))
        .outLacks("tls evil.example");
    OutcomeAssert.assertThat(hosts.allowing("evil.example").shell(other))
        .outContains("tls evil.example");
  }

  @Test
  void http2GoesThroughAndIsNotOpened() {
    String program = CURL + "-w '%{http_version}' https://good.example/";

    OutcomeAssert.assertThat(hosts.allowing("good.example").shell(program))
        .succeeded()
        .outContains("tls good.example HTTP/2.0")
        .outContains("\n2");
  }

  @Test
  void gitClonesOverHttps() throws IOException {
    OutcomeAssert.assertThat(
            hosts.world.shell(
                "cd \"$1\" && git init -q -b main made && cd made && echo text >file && git add file"
                    + " && git -c user.name=a -c user.email=a@b.example commit -qm one"
                    + " && cd .. && git clone -q --bare made work.git && git -C work.git update-server-info",
                hosts.site().toString()))
        .succeeded();
    String clone = "git -c http.sslVerify=false clone -q https://%s/work.git %s && cat %s/file";

    OutcomeAssert.assertThat(
            hosts.allowing("good.example").shell(clone.formatted("good.example", "a", "a")))
        .succeeded()
        .outIs("text");
    OutcomeAssert.assertThat(
            hosts.allowing("good.example").shell(clone.formatted("evil.example", "b", "b")))
        .failed();
    assertThat(Files.exists(hosts.world.project().resolve("a/file"))).isTrue();
  }

  @Test
  void aWildcardIsAboutEveryNameBelowAndNotTheDomainItself() {
    String program =
        "for name in one.good.example two.one.good.example good.example notgood.example"
            + " good.example.evil.test; do "
            + CURL
            + "https://$name/; done";
    hosts.assertOutside(program, "tls good.example.evil.test");

    OutcomeAssert.assertThat(hosts.allowing("*.good.example").shell(program))
        .outIs("tls one.good.example HTTP/2.0\ntls two.one.good.example HTTP/2.0");
  }

  @Test
  @Flips(profile = "network.deny")
  void whatIsDeniedIsRefusedWhateverAllowsIt() {
    String program =
        "for name in one.good.example two.good.example; do " + CURL + "https://$name/; done";

    OutcomeAssert.assertThat(
            hosts
                .sandboxed(
                    "allow = ['*.good.example', 'one.good.example']\ndeny = ['one.good.example']")
                .shell(program))
        .outIs("tls two.good.example HTTP/2.0");
    OutcomeAssert.assertThat(hosts.allowing("*.good.example").shell(program))
        .outContains("tls one.good.example");
  }

  /** The name is in each request, and a connection may carry requests for several. */
  @Test
  void plainHttpIsDecidedRequestByRequest() {
    List<String> names = List.of("good.example", "evil.example", "good.example", "other.example");
    String[] command = python(KEEPING_ALIVE, "good.example", names);
    assertThat(hosts.world.run(command).out()).contains("200 http evil.example");

    List<String> inside =
        hosts.allowing("good.example", "other.example:80").command(command).out().lines().toList();

    assertThat(inside).hasSize(4);
    assertThat(inside.get(0)).startsWith("200 http good.example");
    assertThat(inside.get(1))
        .startsWith("403 {")
        .contains("policy, not an outage", "\"host\":\"evil.example\"");
    assertThat(inside.get(2)).startsWith("200 http good.example");
    assertThat(inside.get(3)).startsWith("200 http other.example");
  }

  @Test
  void aWebSocketStaysOpenBothWays() {
    String[] command = python(WEB_SOCKET, "good.example", List.of());

    OutcomeAssert.assertThat(hosts.allowing("good.example").command(command))
        .succeeded()
        .outIs("HTTP/1.1 101 Switching Protocols\nto\nand fro");
  }

  /** Nothing in such a stream says which name is meant, so its address does. */
  @Test
  void anotherPortIsOneOfOneName() {
    String program =
        "for at in git.example/22 git.example/5432 other.example/22 203.0.113.7/22; do"
            + " bash -c \"head -n 1 </dev/tcp/$at\"; done";
    hosts.assertOutside(program, "another greeting");

    OutcomeAssert.assertThat(hosts.allowing("git.example:22").shell(program)).outIs("a greeting");
    OutcomeAssert.assertThat(hosts.allowing("git.example:5432", "git.example").shell(program))
        .outIs("another greeting");
  }

  /** HAProxy is ended with it open: the server takes no end for one. */
  @Test
  void aConnectionThatIsOpenWhenTheSessionEndsHasItsLine() {
    hosts
        .serve(
            "python3",
            "-c",
            """
            import socket, sys
            server, held = socket.create_server((sys.argv[1], 9000)), []
            print("listening", flush=True)
            while True:
                held.append(server.accept()[0])
                held[-1].send(b"held\\n")
            """,
            NamedHosts.REAL)
        .waitUntilPrints("listening");

    OutcomeAssert.assertThat(
            hosts
                .allowing("real.example:9000")
                .command(
                    "bash",
                    "-c",
                    "exec 3<>/dev/tcp/real.example/9000; read -r word <&3; echo $word"))
        .succeeded()
        .outIs("held");

    assertThat(hosts.log())
        .filteredOn(line -> line.contains("\"real.example\""))
        .singleElement()
        .asString()
        .contains("\"verdict\":\"allowed\"");
  }

  /** As everywhere: no list, no host. */
  @Test
  void anEmptyListMeansNothing() {
    OutcomeAssert.assertThat(hosts.sandboxed("").shell(CURL + "http://good.example/"))
        .outContains("policy, not an outage");
    OutcomeAssert.assertThat(hosts.allowing().shell(CURL + "https://good.example/")).failed();
  }

  @Test
  void anOptionAllowsAHostForOneLaunch() {
    String program = CURL + "https://good.example/";

    OutcomeAssert.assertThat(hosts.sandboxed("").with("--allow", "good.example").shell(program))
        .outContains("tls good.example");
    OutcomeAssert.assertThat(hosts.sandboxed("").shell(program)).failed();
  }

  @Test
  @Flips(agent = "network.allow")
  void anAgentBringsTheHostsThatItNeeds() {
    Profiles.write(
        hosts.world, "agents/courier", "command = ['curl']\n[network]\nallow = ['good.example']\n");
    Profiles.write(hosts.world, "agents/hermit", "command = ['curl']\n");

    for (String agent : List.of("courier", "hermit")) {
      String out =
          hosts.sandboxed("").with(agent, "-sS", "-k", "https://good.example/").outcome().out();
      assertThat(out.contains("tls good.example")).as(agent).isEqualTo(agent.equals("courier"));
    }
  }

  /** One's own group, too. */
  @Test
  void aGroupStandsForItsHosts() {
    Profiles.write(hosts.world, "hosts/mine", "hosts = ['good.example', '*.other.example']\n");
    String program =
        CURL + "https://good.example/ https://a.other.example/ https://registry.npmjs.org/";

    OutcomeAssert.assertThat(hosts.allowing("@mine", "@npm").shell(program))
        .succeeded()
        .outContains("tls good.example")
        .outContains("tls a.other.example")
        .outContains("tls registry.npmjs.org");
  }

  private static String[] python(String script, String host, List<String> more) {
    return Stream.concat(Stream.of("/usr/bin/python3", "-c", script, host), more.stream())
        .toArray(String[]::new);
  }
}
