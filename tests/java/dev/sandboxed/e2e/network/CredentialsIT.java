package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.RealAgent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A credential is put in outside, in its header, for its hosts. */
class CredentialsIT {

  private static final String REAL = "the-real-value-0123456789";

  private static final String OF_THE_API =
      """
      allow = ['api.example', 'two.example', 'other.example']
      [credentials.api]
      variable = 'API_KEY'
      hosts = ['api.example', 'two.example']
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

  private Launch with(String... forms) {
    return hosts.sandboxed(OF_THE_API + String.join("\n", forms));
  }

  /** Whether each request that the hosts got had the real value in it. */
  private List<Boolean> real() {
    return hosts.recorded().stream().map(line -> line.contains(REAL)).toList();
  }

  @Test
  @Flips(
      profile = {
        "credentials.name.variable",
        "credentials.name.hosts",
        "credentials.name.header",
        "credentials.name.prefix"
      })
  void thePlaceholderOfAHeaderArrivesAsTheRealValueAtItsHostsAlone() {
    String program =
        "echo $API_KEY; for host in api two other; do"
            + " curl -sSk -H \"x-api-key: $API_KEY\" https://$host.example/record/; done";

    OutcomeAssert.assertThat(with("header = 'x-api-key'", "prefix = 'sk-'").shell(program))
        .outContains("sk-Placeholder")
        .outContains("recorded HTTP/1.1")
        .outLacks(REAL);

    assertThat(real()).containsExactly(true, true, false);
  }

  @Test
  void anywhereElseThePlaceholderStaysOne() {
    String program =
        """
        at="https://api.example/record/"
        curl -sS -H "X-API-KEY: $API_KEY" $at
        curl -sS -H "x-other: $API_KEY" $at
        curl -sS -d "$API_KEY" $at
        curl -sS "$at?key=$API_KEY"
        curl -sS -H "cookie: key=$API_KEY" $at
        curl -sS -H "authorization: Bearer $API_KEY" $at
        curl -sS -u "me:$API_KEY" $at
        curl -sS -H "x-api-key: $API_KEY" -H "x-api-key: another" $at
        curl -sS -H "x-api-key: $API_KEY$API_KEY" $at
        curl -sS -H "x_api_key: $API_KEY" $at
        curl -sS -H "x-api-key: another" $at
        """;

    OutcomeAssert.assertThat(with("header = 'x-api-key'").shell(program)).succeeded();

    assertThat(real()).hasSize(11).startsWith(true).containsOnlyOnce(true);
    assertThat(hosts.recorded().getFirst()).doesNotContain("Placeholder");
    assertThat(hosts.recorded().getLast()).contains("another");
  }

  @Test
  @Flips(profile = {"credentials.name.bearer", "credentials.name.basic"})
  void authorizationIsABearersATokensOrHasAPassword() {
    String program =
        """
        at="https://api.example/record/"
        curl -sS -H "authorization: Bearer $API_KEY" $at
        curl -sS -H "Authorization: token $API_KEY" $at
        curl -sS -u "me:$API_KEY" $at
        curl -sS -u "$API_KEY:" $at
        curl -sS -u "me:another" $at
        """;

    OutcomeAssert.assertThat(with("bearer = true", "basic = true").shell(program)).succeeded();
    assertThat(hosts.recorded())
        .satisfiesExactly(
            bearer -> assertThat(bearer).contains("Bearer " + REAL),
            token -> assertThat(token).contains("token " + REAL),
            password -> assertThat(password).contains(basic("me:" + REAL)),
            user -> assertThat(user).contains(basic(REAL + ":")),
            another -> assertThat(another).contains(basic("me:another")));

    OutcomeAssert.assertThat(with("bearer = true").shell(program)).succeeded();
    assertThat(hosts.recorded().get(5)).contains("Bearer " + REAL);
    assertThat(hosts.recorded().get(7)).contains("Basic ").doesNotContain(basic("me:" + REAL));
    OutcomeAssert.assertThat(with("basic = true").shell(program)).succeeded();
    assertThat(hosts.recorded().get(10)).contains("Bearer Placeholder");
    assertThat(hosts.recorded().get(12)).contains(basic("me:" + REAL));
  }

  private static String basic(String text) {
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Flips(profile = {"credentials.name.if_passed", "credentials.name.unless"})
  void oneThatIsReadyCountsWhereItsVariableIsPassedAndLeadsNowhereElse() {
    String ready = OF_THE_API + "header = 'x-api-key'\nif_passed = true\nunless = ['API_URL']\n";
    String passed = "[environment]\npass = ['API_*']\n";
    String look = "echo ${API_KEY-unset}";

    OutcomeAssert.assertThat(hosts.sandboxed(ready).shell(look)).outIs("unset");
    OutcomeAssert.assertThat(hosts.sandboxed(ready + passed).shell(look))
        .outContains("Placeholder");
    hosts.world.set("API_URL", "https://elsewhere.example/");
    OutcomeAssert.assertThat(hosts.sandboxed(ready + passed).shell(look)).outIs(REAL);
  }

  @Test
  void whereTheVariableIsNotSetItIsNotSetInsideAndThePersonIsTold() {
    hosts.sandboxed(OF_THE_API.replace("API_KEY", "NO_KEY") + "header = 'x-api-key'");

    OutcomeAssert.assertThat(
            Launch.of(hosts.world, "run")
                .with("--profile", "named")
                .shell("echo ${NO_KEY-unset} ${SSL_CERT_FILE-none}"))
        .outContains("unset " + hosts.certificate())
        .errContains("NO_KEY is not set here, so credentials.api has no effect");
    OutcomeAssert.assertThat(
            Launch.of(hosts.world, "run", "--profile", "named", "--dry-run", "command", "true")
                .outcome())
        .outContains("NO_KEY is not set here")
        .outContains("named.toml:7:");
  }

  @Test
  void ofTheFilesThatArePutTogetherOnlyCertificatesAreShown() {
    OutcomeAssert.assertThat(
            hosts.world.shell(
                """
                { echo the password: hunter2; cat "$1"; echo more: hunter3; } >"$2"
                sed -i '2a hunter4: inside' "$2"
                """,
                hosts.certificate().toString(),
                hosts.world.backstage().resolve("mixed.pem").toString()))
        .succeeded();
    hosts.world.set("NODE_EXTRA_CA_CERTS", hosts.world.backstage().resolve("mixed.pem").toString());

    OutcomeAssert.assertThat(
            with("header = 'x-api-key'")
                .shell(
                    "cat /run/sandboxed/certificates.pem; openssl crl2pkcs7 -nocrl -certfile"
                        + " /run/sandboxed/certificates.pem | openssl pkcs7 -print_certs -noout"))
        .outContains("hosts of a test")
        .outLacks("hunter");
  }

  @Test
  void aValueThatNoHeaderCanCarryStopsTheLaunch() {
    hosts.world.set("API_KEY", "two\r\nlines: here");

    OutcomeAssert.assertThat(with("header = 'x-api-key'").shell("true"))
        .exitedWith(125)
        .errContains("API_KEY could not be kept outside")
        .errLacks("two");
  }

  @Test
  void theLongestValueArrivesBeforeALargeBodyAndALongerOneStopsTheLaunch() {
    String program =
        "head -c 60000 /dev/zero | tr '\\0' z | curl -sS -H \"x-api-key: $API_KEY\" --data-binary @- https://api.example/record/";
    String longest = "k".repeat(2048);
    hosts.world.set("API_KEY", longest);

    OutcomeAssert.assertThat(with("header = 'x-api-key'").shell(program)).outContains("recorded");
    assertThat(hosts.recorded())
        .singleElement()
        .asString()
        .contains("\"" + longest + "\"", "z".repeat(60000));

    hosts.world.set("API_KEY", longest + "k");
    OutcomeAssert.assertThat(with("header = 'x-api-key'").shell("true"))
        .exitedWith(125)
        .errContains("API_KEY could not be kept outside");
  }

  @Test
  void whatOtherTiersCannotKeepTheyRefuse() {
    Launch launch = with("header = 'x-api-key'");
    for (String tier : List.of("full", "internet-only")) {
      OutcomeAssert.assertThat(launch.with("--network", tier).shell("true"))
          .exitedWith(125)
          .errContains("named.toml:7:")
          .errContains("credentials.api keeps API_KEY outside in the network tier allowlist alone")
          .errContains("--network allowlist");
    }
    OutcomeAssert.assertThat(launch.with("--network", "none").shell("echo ${API_KEY-unset}"))
        .outIs("unset");
  }

  @Test
  void claudeWorksWithAPlaceholderThatArrivesAsTheRealKey() {
    RealAgent.claude().install(hosts.world);
    hosts
        .world
        .set("ANTHROPIC_API_KEY", "sk-ant-api03-" + REAL)
        .set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    hosts.sandboxed("");
    try (ModelStub model =
        MessagesApiStub.asking("env; cat /proc/*/environ | tr '\\0' '\\n'; cat /SANDBOX.md")) {
      hosts.network.onTheInternet(URI.create(model.baseUrl()));

      OutcomeAssert.assertThat(
              Launch.quietly(hosts.world)
                  .with("--profile", "named")
                  .with("claude", "-p", "Please.", "--dangerously-skip-permissions")
                  .outcome())
          .succeeded()
          .outIs(ModelStub.FAREWELL);

      assertThat(model.requests())
          .filteredOn(request -> request.path().startsWith("/v1/messages"))
          .isNotEmpty()
          .extracting(LoopbackServer.Request::apiKey)
          .containsOnly("sk-ant-api03-" + REAL);
      assertThat(model.commandResults().getFirst())
          .contains("ANTHROPIC_API_KEY=sk-ant-api03-Placeholder")
          .contains("ANTHROPIC_API_KEY (api.anthropic.com in x-api-key)")
          .doesNotContain(REAL);
    }
  }

  /** The check is right: where another variable carries the value inside, it says so. */
  @Test
  void checkLooksForTheRealValueInside() {
    with("header = 'x-api-key'");
    Launch check = Launch.of(hosts.world, "check", "--profile", "named");

    OutcomeAssert.assertThat(check.outcome())
        .succeeded()
        .outContains("credentials   ok")
        .outContains("variables hold placeholders, and what they");

    hosts.world.set("ANOTHER", "Bearer " + REAL);
    OutcomeAssert.assertThat(check.with("--env", "ANOTHER").outcome())
        .exitedWith(1)
        .outContains("credentials   failed")
        .outContains("the value of API_KEY is inside")
        .outContains("named.toml:7:");
  }

  @Test
  void explainAndThePlanSayWhereTheRealValueGoes() {
    with("header = 'x-api-key'");
    Launch explain = Launch.of(hosts.world, "explain", "command", "--profile", "named", "API_KEY");
    OutcomeAssert.assertThat(explain.outcome())
        .outContains("set to Placeholder")
        .outContains(
            "a placeholder: the real value stays outside, for api.example, two.example in x-api-key")
        .outContains("named.toml:7:");
    Launch plan = Launch.of(hosts.world, "run", "--profile", "named");
    OutcomeAssert.assertThat(plan.with("--dry-run", "command", "true").outcome())
        .outContains("outside    API_KEY, for api.example, two.example in x-api-key")
        .outLacks(REAL);
    OutcomeAssert.assertThat(plan.with("--dry-run=json", "command", "true").outcome())
        .outContains("\"credentials\"")
        .outContains("\"variable\" : \"API_KEY\"")
        .outLacks(REAL);
  }
}
