package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After a session, a person hears exactly what was refused, and which line would allow it. */
class DenialsIT {

  private static final String SETTINGS =
      "allow = ['good.example', 'private.example', 'nowhere.example', 'git.example:22']\n"
          + "deny = ['*.bad.example']";

  private static final String TRYING =
      """
      for at in https://evil.example/ https://evil.example/ http://evil.example/ https://a.bad.example/ \
        https://private.example/ https://nowhere.example/ https://203.0.113.7/ https://good.example/; do
        curl -sk "$at"
      done
      for at in 203.0.113.7/22 git.example/5432 strange.example/22; do bash -c "head -n 1 </dev/tcp/$at"; done
      getent ahostsv4 only.asked.example
      """;

  // Names that are none, in each place where a program can say one.
  private static final String HOSTILE =
      """
      import socket, sys
      evil = b"evil\\x1b[31m\\x1b]0;owned\\x07\\r\\n.example"
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as dns:
          labels = [b"a\\x1b[31mb\\n\\"\\\\", b"example"]
          query = b"\\x12\\x34\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"
          query += b"".join(bytes([len(label)]) + label for label in labels) + b"\\x00\\x00\\x01\\x00\\x01"
          dns.sendto(query, (sys.argv[1], 53))
          dns.settimeout(5)
          try:
              dns.recv(512)
          except OSError:
              pass
      for port in (80, 443):
          with socket.create_connection(("203.0.113.7", port)) as connection:
              connection.sendall(b"GET / HTTP/1.1\\r\\nHost: " + evil + b"\\r\\n\\r\\n")
              try:
                  connection.recv(512)
              except OSError:
                  pass
      """;

  private final NamedHosts hosts = new NamedHosts();

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  private JsonNode denials() throws IOException {
    return new ObjectMapper().readTree(hosts.world.sandboxed("denials", "--json").out());
  }

  @Test
  void eachThingThatWasTriedIsThereOnceAndNothingElse() throws IOException {
    OutcomeAssert.assertThat(hosts.sandboxed(SETTINGS).shell(TRYING))
        .outContains("tls good.example")
        .errContains("10 connections were refused: ")
        .errContains(" denials");

    List<String> told = new ArrayList<>();
    JsonNode denials = denials();
    denials
        .path("denials")
        .forEach(one ->
            told.add(
                String.join(
                    " ",
                    one.path("kind").asText(),
                    one.path("name").asText(),
                    one.path("asked").asText("").replaceFirst(".*:", ""),
                    one.path("verdict").asText(),
                    one.path("times").asText(),
                    one.path("line").asText())));
    assertThat(told)
        .containsExactly(
            "tls evil.example 443 denied 2 allow = [\"evil.example\"]",
            "http evil.example 80 denied 1 allow = [\"evil.example\"]",
            "tls a.bad.example 443 denied 1 null",
            "tls private.example 443 blocked 1 reach = [\"192.168.1.20:443\"]",
            "tls nowhere.example 443 unresolved 1 null",
            "tls null 443 unnamed 1 null",
            "streams null 22 denied 1 null",
            "streams git.example 5432 denied 1 allow = [\"git.example:5432\"]",
            "streams null 22 denied 1 null",
            "name strange.example  denied 1 allow = [\"strange.example\"]",
            "name only.asked.example  denied 1 allow = [\"only.asked.example\"]");
    assertThat(denials.path("running").asBoolean()).isFalse();
    OutcomeAssert.assertThat(hosts.world.sandboxed("denials"))
        .succeeded()
        .outContains("evil.example:443  refused 2 times: nothing allows it\n")
        .outContains(
            "a.bad.example:443  refused once: a rule denies it: deny *.bad.example, profile named, ")
        .outContains("/named.toml:6:9\n")
        .outContains(
            "private.example:443  refused once: it is allowed, but its address 192.168.1.20")
        .outContains("203.0.113.7:443  refused once: no name was said")
        .outContains("only.asked.example  asked for once: nothing allows it\n")
        .outLacks("good.example");
    // Each line that is offered does what it says.
    OutcomeAssert.assertThat(
            hosts.sandboxed("allow = ['evil.example', 'git.example:5432']").shell(TRYING))
        .outContains("tls evil.example")
        .outContains("another greeting");
  }

  /** What a host with a key refuses is no host that a rule is missing for. */
  @Test
  void whereAKeyStaysOutsideThePersonHearsWhatWasWrong() {
    hosts.world.set("API_KEY", "a-secret").set("SSL_CERT_FILE", hosts.certificate().toString());
    String at = "https://api.example/";
    Launch launch =
        hosts.sandboxed(
            """
            allow = ['api.example']
            [credentials.api]
            variable = 'API_KEY'
            hosts = ['api.example']
            header = 'x-api-key'
            """);

    OutcomeAssert.assertThat(
            launch.shell(
                "curl -s -H 'Host: evil.example' %1$s; curl -s -X TRACE %1$s; curl -s %1$s"
                    .formatted(at)))
        .outContains("one connection is for one host")
        .outContains("policy, not an outage")
        .outContains("tls api.example");

    OutcomeAssert.assertThat(hosts.world.sandboxed("denials"))
        .outContains("the request was for another host than its connection")
        .outContains("it is allowed, but not with such a request")
        .outLacks("a rule denies it")
        .outLacks("no name was said")
        .outLacks("allow = [");
  }

  /**
   * strace sees what is asked of the kernel, and HAProxy what is asked of it: each is told once.
   */
  @Test
  void whereASessionIsObservedAsWellBothAreTold() throws IOException {
    OutcomeAssert.assertThat(
            hosts
                .sandboxed(SETTINGS)
                .with("--observe")
                .shell(
                    "curl -sk https://evil.example/; curl -sk https://good.example/; mkdir /usr/made"))
        .outContains("tls good.example")
        .errContains("2 things were refused: ")
        .errLacks("connection was refused");
    OutcomeAssert.assertThat(hosts.world.sandboxed("denials"))
        .outContains("evil.example:443  refused once: nothing allows it\n")
        .outContains("/usr/made  read-only: changed once, EROFS, by mkdir; ")
        .outLacks("Of files and system calls nothing is known");
    assertThat(denials().path("unreached").asInt()).isZero();
  }

  /** A name that a rule denies says so where the agent looks, too. */
  @Test
  void aQuestionHasTheRuleThatRefusesIt() {
    Launch launch = hosts.sandboxed(SETTINGS);

    OutcomeAssert.assertThat(
            launch.shell(
                "getent ahostsv4 b.BAD.example; getent ahostsv4 other.example;"
                    + " until [ \"$(wc -l </run/sandboxed/names.jsonl)\" = 2 ]; do sleep 0.05; done;"
                    + " cat /run/sandboxed/names.jsonl"))
        .outContains("\"rule\":\"deny *.bad.example, profile named, ")
        .outContains("\"name\":\"other.example\",\"verdict\":\"denied\",\"rule\":\"-\"");
  }

  @Test
  void aHostileNameNeverReachesTheTerminalAsItIs() throws IOException {
    Launch launch = hosts.sandboxed(SETTINGS);
    OutcomeAssert.assertThat(launch.command("/usr/bin/python3", "-c", HOSTILE, "10.0.2.1"))
        .succeeded();

    String told = hosts.world.sandboxed("denials").out();
    String json = hosts.world.sandboxed("denials", "--json").out();
    assertThat(denials().path("denials")).isNotEmpty();
    assertThat(told + json + hosts.world.sandboxed("audit").out())
        .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f]");
    assertThat(json.lines()).hasSize(1);
  }

  @Test
  void aSessionThatWasRefusedNothingSaysSo() {
    OutcomeAssert.assertThat(hosts.world.sandboxed("denials"))
        .exitedWith(125)
        .errContains("was in the tier allowlist");
    OutcomeAssert.assertThat(hosts.sandboxed(SETTINGS).shell("curl -sk https://good.example/"))
        .succeeded()
        .errIsEmpty();
    OutcomeAssert.assertThat(hosts.world.sandboxed("denials")).outContains("was refused nothing");
  }
}
