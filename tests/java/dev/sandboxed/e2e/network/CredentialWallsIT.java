package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent could try to get at a credential, and the certificates around it. */
class CredentialWallsIT {

  private static final String REAL = "the-real-value-0123456789";

  // Its input is at its end.
  private static final String STAY = " exec sleep 1000";

  // One connection to the first host, and what is said in it byte for byte; \\K stands for the
  // placeholder.
  private static final String SAYING =
      """
      import os, socket, ssl, sys
      for said in sys.argv[2:]:
          plain = socket.create_connection((sys.argv[1], 443))
          stream = ssl.create_default_context().wrap_socket(plain, server_hostname=sys.argv[1])
          said = said.replace("KEY", os.environ["API_KEY"]).encode().decode("unicode_escape").encode("latin1")
          stream.sendall(said)
          stream.settimeout(60)
          answer = b""
          try:
              while True:
                  part = stream.recv(65536)
                  if not part:
                      break
                  answer += part
          except OSError as error:
              answer += repr(error).encode()
          print(answer.decode("latin1"))
          print("----")
      """;

  private static final String OTHER_AUTHORITIES =
      """
      import http.client, ssl, sys
      connection = http.client.HTTPSConnection(sys.argv[1], 443, context=ssl.create_default_context())
      for host in sys.argv[2:]:
          connection.request("GET", "/record/", headers={"Host": host})
          answer = connection.getresponse()
          print(host, answer.status, answer.read().decode().strip())
      """;

  private static final String STREAMED =
      """
      import http.client, ssl, sys
      def ask(path):
          connection = http.client.HTTPSConnection(sys.argv[1], 443, context=ssl.create_default_context())
          connection.request("GET", path)
          return connection.getresponse()
      stream = ask("/stream")
      while True:
          line = stream.readline().decode().strip()
          if line:
              print(line)
          if line == "data: end":
              break
          if line:
              ask("/stream/next").read()
      """;

  private static final String OVER_HTTP2 =
      """
      const session = require('http2').connect('https://api.example');
      const ask = host => new Promise(done => {
        const stream = session.request({ ':path': '/record/', ':authority': host, 'x-api-key': process.env.API_KEY });
        stream.on('response', headers => done(host + ' ' + headers[':status'])).on('error', error => done(host + ' ' + error.code));
        stream.resume().end();
      });
      (async () => {
        for (const host of process.argv.slice(1)) console.log(await ask(host));
        session.close();
      })();
      """;

  private final NamedHosts hosts = new NamedHosts();

  @BeforeEach
  void setUp() {
    hosts.world.set("API_KEY", REAL).set("SSL_CERT_FILE", hosts.certificate().toString());
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  private Launch launch() {
    return launch("'api.example', 'two.example'");
  }

  private Launch launch(String names) {
    return hosts.sandboxed(
        """
        allow = [%1$s, 'other.example', 'good.example']
        [credentials.api]
        variable = 'API_KEY'
        hosts = [%1$s]
        header = 'x-api-key'
        """
            .formatted(names));
  }

  private List<Boolean> real() {
    return hosts.recorded().stream().map(line -> line.contains(REAL)).toList();
  }

  @Test
  void oneConnectionIsForOneHostWhateverItsRequestsName() {
    assertThat(
            launch()
                .command(
                    "/usr/bin/python3",
                    "-c",
                    OTHER_AUTHORITIES,
                    "api.example",
                    "api.example",
                    "two.example",
                    "other.example",
                    "API.example:443",
                    "api.example:80",
                    "api.example.",
                    "api.example")
                .out()
                .lines())
        .extracting(line -> line.split(" ", 3)[1])
        .containsExactly("200", "421", "421", "200", "421", "421", "200");
    assertThat(
            launch()
                .command("node", "-e", OVER_HTTP2, "api.example", "two.example", "api.example:443")
                .out()
                .lines())
        .containsExactly("api.example 200", "two.example 421", "api.example:443 200");
    assertThat(real()).containsExactly(false, false, false, true, true);
  }

  @Test
  void whatIsSmuggledIntoARequestTakesNoSecretAlong() {
    String end = "\\r\\nConnection: close\\r\\n\\r\\n";
    String start = "GET /record/%s HTTP/1.1\\r\\nHost: api.example\\r\\n";
    String said =
        launch()
            .command(
                "/usr/bin/python3",
                "-c",
                SAYING,
                "api.example",
                "GET https://other.example/record/1 HTTP/1.1\\r\\nHost: api.example\\r\\nx-api-key: KEY"
                    + end,
                "GET https://api.example/record/2 HTTP/1.1\\r\\nHost: api.example\\r\\nx-api-key: KEY"
                    + end,
                "GET @other.example/record/3 HTTP/1.1\\r\\nHost: api.example\\r\\nx-api-key: KEY"
                    + end,
                "TRACE /record/4 HTTP/1.1\\r\\nHost: api.example\\r\\nx-api-key: KEY" + end,
                "CONNECT other.example:443 HTTP/1.1\\r\\nHost: api.example\\r\\nx-api-key: KEY"
                    + end,
                start.formatted(6) + "Host: other.example\\r\\nx-api-key: KEY" + end,
                start.formatted(7) + "Connection: close, x-api-key\\r\\nx-api-key: KEY\\r\\n\\r\\n",
                start.formatted(8) + "x-api-key : KEY" + end,
                start.formatted(9) + "x-other: KEY\\r\\n x-api-key: KEY" + end,
                "POST /record/10 HTTP/1.1\\r\\nHost: api.example\\r\\nTransfer-Encoding: chunked\\r\\nTrailer: x-api-key"
                    + end
                    + "0\\r\\nx-api-key: KEY\\r\\n\\r\\n",
                "POST /record/11 HTTP/1.1\\r\\nHost: api.example\\r\\nContent-Length: 4\\r\\nTransfer-Encoding: chunked"
                    + end
                    + "0\\r\\n\\r\\nGET /record/11b HTTP/1.1\\r\\nHost: other.example\\r\\nx-api-key: KEY\\r\\n\\r\\n",
                start.formatted(12)
                    + "Upgrade: h2c\\r\\nHTTP2-Settings: AAMAAABkAAQAAP__\\r\\nx-api-key: KEY"
                    + end,
                "GET /record/elsewhere HTTP/1.1\\r\\nHost: api.example\\r\\nx-api-key: KEY" + end,
                "GET /record/14 HTTP/1.0\\r\\nHost: api.example\\r\\nx-api-key: KEY\\r\\n\\r\\n")
            .out();

    assertThat(said).doesNotContain(REAL);
    // What was meant for its host has it, and it never was in anything that names another.
    assertThat(hosts.recorded())
        .filteredOn(line -> line.contains(REAL))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"name\":\"api.example\""))
        .allMatch(line -> line.contains("\"x-api-key\",\"" + REAL + "\""))
        .noneMatch(line -> line.contains("other.example"))
        .noneMatch(line -> line.contains("TRACE"));
    assertThat(hosts.recorded())
        .filteredOn(line -> line.contains("/record/10\""))
        .allMatch(line -> !line.contains(REAL));
  }

  @Test
  void aHostGetsAPathInsteadOfAnAddressAndNoMethodThatSendsARequestBack() {
    String rest =
        " HTTP/1.1\\r\\nHost: api.example\\r\\nx-api-key: KEY\\r\\nConnection: close\\r\\n\\r\\n";
    List<String> said =
        List.of(
            launch()
                .command(
                    "/usr/bin/python3",
                    "-c",
                    SAYING,
                    "api.example",
                    "OPTIONS http://api.example/record/1" + rest,
                    "OPTIONS https://api.example/record/2" + rest,
                    "OPTIONS /record/3" + rest,
                    "GET https://api.example" + rest,
                    "GET *" + rest,
                    "trace /record/6" + rest,
                    "TRACK /record/7" + rest)
                .out()
                .split("----\n"));

    assertThat(hosts.recorded())
        .satisfiesExactly(
            first -> assertThat(first).contains(REAL, "\"url\":\"/record/1\""),
            second -> assertThat(second).contains(REAL, "\"url\":\"/record/2\""),
            third -> assertThat(third).contains(REAL, "\"url\":\"/record/3\""));
    // Without a path the line of the request would be none.
    assertThat(said.subList(3, 5)).noneMatch(answer -> answer.startsWith("HTTP/1.1 400"));
    assertThat(said.subList(5, 7)).allMatch(answer -> answer.startsWith("HTTP/1.1 403"));
  }

  /** What the kernel hands to a program that collects cores does not heed their limit. */
  @Test
  void aCoreOfHaproxyWouldHaveNoMemoryInIt() {
    Running session =
        launch().shellLaunch("echo all$((6 * 7));" + STAY).start().waitUntilPrints("all42");

    assertThat(session.descendants())
        .filteredOn(one -> about(one, "comm").equals("haproxy"))
        .singleElement()
        .satisfies(one -> assertThat(about(one, "coredump_filter")).isEqualTo("00000000"));
    session.terminate();
    session.finish();
  }

  private static String about(ProcessHandle process, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file)).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aRedirectionIsFollowedWithAPlaceholder() {
    OutcomeAssert.assertThat(
            launch()
                .shell(
                    "curl -sSkL --location-trusted -H \"x-api-key: $API_KEY\" https://api.example/record/elsewhere"))
        .outContains("recorded");

    assertThat(real()).containsExactly(true, false);
    assertThat(hosts.recorded().get(1)).contains("other.example", "Placeholder");
  }

  @Test
  void aHostThatCannotShowItsCertificateGetsNothingAndTheProgramIsTold() {
    String program =
        "curl -sS -H \"x-api-key: $API_KEY\" https://api.example/record/ https://third.example/record/";

    OutcomeAssert.assertThat(launch("'api.example', 'third.example'").shell(program))
        .outContains("recorded")
        .outContains(
            "no connection to third.example: it cannot be reached, or its certificate is not one that this machine trusts");
    assertThat(hosts.said()).doesNotContain("third.example\",\"httpVersion");
    assertThat(real()).containsExactly(true);
    assertThat(hosts.log())
        .anyMatch(line -> line.contains("\"credential\":\"api\",\"status\":200"))
        .anyMatch(
            line -> line.contains("\"name\":\"third.example\"") && line.contains("\"status\":503"));
  }

  @Test
  void aHostWhoseAddressIsNotPublicGetsNothing() {
    OutcomeAssert.assertThat(
            launch("'private.example'")
                .shell("curl -sSk -H \"x-api-key: $API_KEY\" https://private.example/record/"))
        .outLacks("recorded");
    assertThat(hosts.log()).anyMatch(line -> line.contains("\"verdict\":\"blocked\""));
    assertThat(hosts.recorded()).isEmpty();
  }

  @Test
  void theRealValueIsInTheEnvironmentOfHaproxyAndNowhereElseBehindTheLauncher() {
    String look =
        "env; cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n'; cat /run/sandboxed/*; cat /SANDBOX.md;"
            + " cat /proc/net/unix; curl -sS -H \"x-api-key: $API_KEY\" https://api.example/record/; echo all$((6 * 7));"
            + STAY;
    // The script, too, is among what it prints.
    Running session = launch().shellLaunch(look).start().waitUntilPrints("all42");

    assertThat(session.printed())
        .contains("Placeholder", "recorded")
        .doesNotContain(REAL, "@credentials");
    String outside =
        lookingAt(
            session,
            """
            grep -rl -- "$1" .local .cache .config /dev/shm 2>/dev/null
            for process in "${@:2}"; do
              ! tr '\\0' '\\n' <"/proc/$process/cmdline" | grep -q -- "$1" || echo "$process has it as an argument"
              ! tr '\\0' '\\n' <"/proc/$process/environ" | grep -q "^CREDENTIAL_1=$1\\$" || readlink "/proc/$process/exe"
            done
            """,
            REAL);
    assertThat(outside.lines()).singleElement().asString().endsWith("/haproxy");
    session.terminate();
    session.finish();
    assertThat(String.join("\n", hosts.log())).doesNotContain(REAL);
  }

  /** Runs a script as the person, in the home, with a word and the session's processes. */
  private String lookingAt(Running session, String script, String word) {
    Stream<String> processes = session.descendants().stream().map(one -> String.valueOf(one.pid()));
    return hosts
        .world
        // The network world is in a namespace of its own, from which these processes are closed.
        .startBare(
            hosts.world.home(),
            Stream.concat(Stream.of("bash", "-c", script, "bash", word), processes).toList())
        .finish()
        .out();
  }

  @Test
  void noKeyOfTheAuthorityIsLeftAndTheNextSessionHasAnother() {
    Running session =
        launch()
            .shellLaunch("cat /run/sandboxed/certificates.pem; echo all$((6 * 7));" + STAY)
            .start()
            .waitUntilPrints("all42");
    String mine = session.printed();
    String keys =
        lookingAt(
            session,
            """
            grep -rl -e 'PRIVATE KEY' .local .cache 2>/dev/null
            ls /dev/shm | grep sandboxed
            printf '%s' "$1" | openssl x509 -noout -pubkey >authority
            for process in "${@:2}"; do
              for file in /proc/$process/fd/*; do
                [[ $(readlink "$file") == /dev/shm/* ]] || continue
                grep -c 'PRIVATE KEY-----$' "$file"
                openssl pkey -in "$file" -pubout | cmp -s - authority && echo 'the key of the authority'
              done
            done
            """,
            mine);
    // That of the hosts' certificate, whose beginning and end are two lines.
    assertThat(keys.lines()).containsExactly("2");
    String other = launch().shell("cat /run/sandboxed/certificates.pem").out();
    assertThat(first(other)).isNotEqualTo(first(mine));
    assertThat(rest(other)).isEqualTo(rest(mine.replace("\nall42", "")));
    session.terminate();
    session.finish();
    OutcomeAssert.assertThat(hosts.world.shell("find ~/.local -name '*certificates*'")).outIs("");
  }

  private static String first(String certificates) {
    return certificates.substring(0, certificates.indexOf("-----END"));
  }

  private static String rest(String certificates) {
    return certificates.substring(certificates.indexOf("-----END")).strip();
  }

  /** With the key of such an authority, which nobody has, no other name could be vouched for. */
  @Test
  void anAuthorityOfThatKindCanVouchForNoOtherName() {
    OutcomeAssert.assertThat(launch().shell("true")).succeeded();
    String script =
        """
        cd "$(mktemp -d)" && settings=$(find ~/.local ~/.cache -name openssl.cnf | head -n 1)
        make="openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc"
        $make -config "$settings" -extensions authority -subj /CN=a -keyout key -out authority 2>&-
        for name in DNS:api.example DNS:other.example IP:192.0.2.1; do
          printf '[req]\\ndistinguished_name = n\\n[n]\\n[e]\\nsubjectAltName = %s\\n' "$name" >other
          $make -config other -extensions e -subj /CN=b -CA authority -CAkey key -keyout k -out "$name" 2>&-
          openssl verify -CAfile authority "$name" 2>&1
        done
        """;
    OutcomeAssert.assertThat(hosts.world.shell(script))
        .outContains("DNS:api.example: OK")
        .outContains("DNS:other.example: verification failed")
        .outContains("IP:192.0.2.1: verification failed")
        .outContains("permitted subtree violation")
        .outContains("excluded subtree violation");
  }

  @Test
  void programsTrustTheHostsOfCredentialsAndStillAllOthers() {
    String program =
        """
        for host in api other; do
          curl -sS https://$host.example/record/curl
          node -e 'fetch(process.argv[1]).then(answer => answer.text()).then(console.log)' https://$host.example/record/node
          /usr/bin/python3 -c 'import sys, urllib.request as web; print(web.urlopen(sys.argv[1]).read())' https://$host.example/record/python
          pip3 --disable-pip-version-check download --no-deps --index-url https://$host.example/record/pip nothing
          git ls-remote https://$host.example/record/git
        done >&2
        """;

    launch().shell(program);

    for (String host : List.of("api", "other")) {
      for (String client : List.of("curl", "node", "python", "pip", "git")) {
        assertThat(hosts.recorded())
            .as(host + " " + client)
            .anyMatch(line ->
                line.contains("\"name\":\"" + host + ".example\"")
                    && line.contains("/record/" + client));
      }
    }
  }

  @Test
  void javaTrustsThemWhereItIsToldTo() {
    String java = System.getProperty("java.home");
    String program =
        """
        cat >Ask.java <<'END'
        class Ask {
          public static void main(String[] words) throws Exception {
            System.out.println(java.net.URI.create(words[0]).toURL().openConnection().getContentLength());
          }
        }
        END
        "$1"/bin/keytool -importcert -noprompt -alias session -file /run/sandboxed/certificates.pem -storetype PKCS12 \\
          -storepass changeit -keystore /tmp/trust.p12
        "$1"/bin/java -Djavax.net.ssl.trustStore=/tmp/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit Ask.java https://api.example/record/java
        """;

    launch().shell(program, java);

    assertThat(hosts.recorded()).anyMatch(line -> line.contains("/record/java"));
  }

  @Test
  void whatAHostSendsBitByBitArrivesBitByBit() {
    OutcomeAssert.assertThat(launch().command("/usr/bin/python3", "-c", STREAMED, "api.example"))
        .outIs("data: 0\ndata: 1\ndata: 2\ndata: end");
  }

  @Test
  void http2IsSpokenInside() {
    OutcomeAssert.assertThat(
            launch().shell("curl -sS -w ' %{http_version}' https://api.example/record/"))
        .outContains("recorded HTTP/1.1")
        .outContains(" 2");
  }

  @Test
  void withoutOpensslNothingStarts() {
    hosts.world.installScript("openssl", "echo no randomness >&2; exit 1");

    OutcomeAssert.assertThat(launch().shell("touch started"))
        .exitedWith(125)
        .errContains("no randomness")
        .errContains("the network of allowlist could not be made, and nothing has been started");
    assertThat(hosts.world.project().resolve("started")).doesNotExist();
  }
}
