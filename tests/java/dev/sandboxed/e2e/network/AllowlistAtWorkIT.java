package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Running;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tier allowlist from day to day: an agent at work, what is written down, and other ports. */
class AllowlistAtWorkIT {

  private static final String SERVER =
      "require('net').createServer(guest => guest.end('inside')).listen(3000, () => console.log('ready'))";

  private final NamedHosts hosts = new NamedHosts();

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  @Test
  void claudeWorksForAModelThatIsNamedAndFindsNoOtherHost() {
    RealAgent.claude().install(hosts.world);
    String other = "curl -sS -m 60 -k https://evil.example/";
    String plain = "curl -sS -m 60 http://evil.example/";
    hosts.assertOutside(other, "tls evil.example");
    try (ModelStub model = MessagesApiStub.asking("cat README.md", other, plain)) {
      hosts.network.onTheInternet(URI.create(model.baseUrl()));
      hosts
          .world
          .set("ANTHROPIC_BASE_URL", "http://model.example:8800")
          .set("ANTHROPIC_API_KEY", "the-key")
          .set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");

      OutcomeAssert.assertThat(
              hosts
                  .allowing("model.example:8800")
                  .with("claude", "-p", "Please.", "--dangerously-skip-permissions")
                  .outcome())
          .succeeded()
          .outIs(ModelStub.FAREWELL);

      assertThat(model.commandResults().getFirst()).isEqualTo("# A project");
      assertThat(model.commandResults().get(1)).contains("curl: (35)");
      assertThat(model.commandResults().get(2)).contains("policy, not an outage");
    }
  }

  @Test
  void everyConnectionIsWrittenDownWithTheRuleThatDecides() {
    String program =
        "curl -sS -k https://good.example/; curl -sS http://good.example/ http://evil.example/;"
            + " curl -sS -k https://evil.example/; bash -c 'cat </dev/tcp/evil.example/22';"
            + " cat /run/sandboxed/denied.jsonl; cat /run/sandboxed/names.jsonl";

    String inside = hosts.allowing("good.example").shell(program).out();

    assertThat(inside)
        .contains("\"kind\":\"tls\",\"name\":\"evil.example\"")
        .contains("\"kind\":\"http\",\"name\":\"evil.example\"")
        .contains("\"kind\":\"streams\"")
        .contains("\"name\":\"evil.example\",\"verdict\":\"denied\",\"rule\":\"-\"}")
        .doesNotContain("\"name\":\"good.example\"");
    assertThat(hosts.log())
        .hasSize(5)
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "\"kind\":\"tls\"", "\"name\":\"good.example\"", "\"verdict\":\"allowed\"")
                .contains("\"rule\":\"allow good.example, profile named, ", "named.toml:5:")
                .contains("\"address\":\"203.0.113.7\""))
        .allSatisfy(line ->
            assertThat(line)
                .matches("[{]\"time\":\"20\\d\\d-.*Z\".*\"sent\":\\d+,\"received\":\\d+}"));
  }

  @Test
  void theNotesSayWhatIsAllowedAndWhereRefusalsAre() {
    OutcomeAssert.assertThat(
            hosts.allowing("good.example", "*.npm.example").shell("cat /SANDBOX.md"))
        .outContains("good.example, *.npm.example")
        .outContains("policy, not an outage")
        .outContains("/run/sandboxed/denied.jsonl");
  }

  @Test
  void explainNamesTheRule() {
    Launch launch =
        hosts.sandboxed(
            "allow = ['*.good.example', 'git.example:22']\ndeny = ['bad.good.example']");
    OutcomeAssert.assertThat(
            Launch.of(
                    hosts.world,
                    "explain",
                    "command",
                    "--profile",
                    "named",
                    "a.good.example",
                    "bad.good.example",
                    "evil.example",
                    "git.example:22",
                    "git.example:443",
                    "203.0.113.7")
                .outcome())
        .succeeded()
        .outContains("a.good.example: reachable, if its address is public")
        .outContains("allow *.good.example, profile named, ")
        .outContains("named.toml:5:")
        .outContains("bad.good.example: refused")
        .outContains("deny bad.good.example, profile named, ")
        .outContains("evil.example: refused\n  no rule allows it")
        .outContains("git.example:22: reachable")
        .outContains("git.example:443: refused")
        .outContains("203.0.113.7: not reachable by its address");
    OutcomeAssert.assertThat(launch.shell("true")).succeeded();
  }

  @Test
  void aPortThatReachNamesIsOpenAndNoOther() {
    List<String> open = List.of("tcp,192.168.1.20,8000", "udp,192.168.1.20,8000");
    List<String> loopback = List.of("tcp,127.0.0.1,8001");
    List<String> closed =
        List.of("tcp,192.168.1.20,8080", "udp,192.168.1.20,8080", "tcp,203.0.113.7,8000");
    Launch launch = hosts.sandboxed("reach = ['192.168.1.20:8000', '127.0.0.1:8001']");
    assertThat(Probe.of(hosts.world, closed).silences()).isEmpty();

    assertThat(
            Probe.inside(launch, Stream.of(open, loopback, closed).flatMap(List::stream).toList())
                .answers())
        .containsOnlyKeys("tcp,192.168.1.20,8000", "udp,192.168.1.20,8000", "tcp,127.0.0.1,8001");
  }

  @Test
  void aPublishedPortLeadsInsideAndIsNoWayOut() {
    Launch launch = hosts.sandboxed("publish = ['3000']");
    Running server =
        hosts
            .world
            .start(launch.directory(), launch.with("--", "node", "-e", SERVER).words())
            .waitUntilPrints("ready");

    assertThat(Probe.of(hosts.world, List.of("tcp,127.0.0.1,3000")).answers().values())
        .containsOnly("inside");
    server.terminate();
    server.finish();
    assertThat(
            Probe.inside(
                    launch,
                    List.of("tcp,203.0.113.7,8000,port=3000", "tcp,192.168.1.20,8000,port=3000"))
                .answers())
        .isEmpty();
  }
}
