package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person allows a host while a session runs: in that one alone, and until it ends. */
class GrantIT {

  // Tries a host when a file of that name is there, and says what came of it.
  private static final String TRYING =
      """
      try() { until [ -e "$1" ]; do sleep 0.05; done; curl -sk "$2" || echo "refused $1"; }
      echo up
      """;

  private final NamedHosts hosts = new NamedHosts();

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  private Running trying(Launch launch, String script) {
    return launch.shellLaunch(TRYING + script).start().waitUntilPrints("up");
  }

  private void touch(String name) {
    OutcomeAssert.assertThat(hosts.world.shell("touch \"$1\"", name)).succeeded();
  }

  private List<JsonNode> sessions() throws IOException {
    return hosts.world.sandboxed("sessions", "--json").out().lines().map(GrantIT::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void itCountsFromTheNextConnectionOnAndIsInTheTrail() throws IOException {
    Running session =
        trying(
            hosts.allowing("good.example"),
            "try one https://evil.example/; try two https://evil.example/; try three http://evil.example/");
    touch("one");
    session.waitUntilPrints("refused one");

    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "Evil.Example."))
        .exitedWith(125)
        .errContains("is not the name of a host");
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "EVIL.example"))
        .succeeded()
        .outContains("evil.example is allowed in session");
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "evil.example"))
        .succeeded()
        .outContains("was allowed already");
    touch("two");
    session.waitUntilPrints("tls evil.example");
    touch("three");
    OutcomeAssert.assertThat(session.finish())
        .outContains("http evil.example")
        .errContains("1 connection was refused: ");

    JsonNode trail = json(hosts.world.sandboxed("audit", "--json").out());
    assertThat(trail.path("grants")).hasSize(1);
    assertThat(trail.path("grants").path(0).path("hosts").path(0).asText())
        .isEqualTo("evil.example");
    assertThat(trail.path("grants").path(0).path("by").asText()).isEqualTo("grant");
    assertThat(trail.path("connections").path("allowed").asInt()).isEqualTo(2);
    assertThat(trail.path("connections").path("refused").asInt()).isEqualTo(1);
    OutcomeAssert.assertThat(hosts.world.sandboxed("audit", "--verify"))
        .succeeded()
        .outContains("3 lines");
    OutcomeAssert.assertThat(hosts.world.sandboxed("audit"))
        .outContains("connections: 2 allowed, 1 refused")
        .outContains("allowed meanwhile (grant): evil.example");
    // It ended with the session.
    OutcomeAssert.assertThat(
            hosts.allowing("good.example").shell("curl -sSk https://evil.example/"))
        .failed();
  }

  @Test
  void aSessionBesideItIsNotAffected() throws IOException {
    Launch launch = hosts.allowing("good.example");
    Running one = trying(launch, "try one https://evil.example/");
    Running other = trying(launch, "try other https://evil.example/");
    assertThat(sessions()).hasSize(2);

    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "evil.example"))
        .exitedWith(125)
        .errContains("several sessions in the tier allowlist are running")
        .errContains("-" + one.pid())
        .errContains("-" + other.pid());
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "" + one.pid(), "evil.example"))
        .succeeded();
    touch("one");
    touch("other");

    OutcomeAssert.assertThat(one.finish()).outContains("tls evil.example");
    OutcomeAssert.assertThat(other.finish()).outContains("refused other");
  }

  @Test
  void denyWinsAndAPrivateAddressStaysOutOfReach() {
    Running session =
        trying(
            hosts.sandboxed("allow = ['good.example']\ndeny = ['*.evil.example', 'bad.example']"),
            "try one https://a.evil.example/; try two https://private.example/; try three https://bad.example/");
    OutcomeAssert.assertThat(
            hosts.world.sandboxed("grant", "a.evil.example", "bad.example", "private.example"))
        .exitedWith(125)
        .errContains("a.evil.example stays denied: deny *.evil.example, profile named, ")
        .errContains("bad.example stays denied")
        .errContains("/named.toml:6:9");
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "*.evil.example")).exitedWith(125);
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "private.example")).succeeded();
    List.of("one", "two", "three").forEach(this::touch);

    OutcomeAssert.assertThat(session.finish())
        .outContains("refused one")
        .outContains("refused two")
        .outContains("refused three");
    assertThat(hosts.log())
        .anySatisfy(line -> assertThat(line).contains("private.example", "\"blocked\""));
  }

  @ParameterizedTest
  @CsvSource({
    "*.github.io,      below github.io",
    "*.uk,             below",
    "other.example:22, an address of its own inside",
    "203.0.113.7,      is not the name of a host",
    "@npm,             is a group",
    "0x7f.1,           is not the name of a host",
    "localhost,        is not the name of a host",
  })
  void whatCannotBeAllowedIsSaidWithWords(String host, String words) {
    Running session = trying(hosts.allowing("good.example"), "try one https://good.example/");

    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", host, "good.example"))
        .exitedWith(125)
        .errContains(words)
        .errLacks("\tat ");

    touch("one");
    OutcomeAssert.assertThat(session.finish()).outContains("tls good.example");
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "good.example"))
        .exitedWith(125)
        .errContains("no session in the tier allowlist is running");
  }

  /** The launch gave it an address, so another port of it can be told from others. */
  @Test
  void anotherPortOfAHostThatHasOneCanBeAllowed() {
    Running session =
        trying(
            hosts.sandboxed("allow = ['git.example:22']\ndeny = ['git.example:2222']"),
            "until [ -e go ]; do sleep 0.05; done; bash -c 'head -n 1 </dev/tcp/git.example/5432'");

    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "git.example:2222"))
        .exitedWith(125)
        .errContains("stays denied");
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "git.example:5432")).succeeded();
    touch("go");

    OutcomeAssert.assertThat(session.finish()).outContains("another greeting");
  }

  @Test
  void whatIsSavedKeepsCommentsAndCountsAtTheNextLaunch() throws IOException {
    Launch launch = hosts.sandboxed("# what I trust\nallow = [\n  'good.example', # mine\n]");
    Path file = hosts.world.home().resolve(".config/sandboxed/profiles/named.toml");
    String before = Files.readString(file);
    Running session = trying(launch, "try one https://evil.example/");

    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "evil.example", "--save", "default"))
        .exitedWith(125)
        .errContains("the profile default is not yours to write")
        .errContains("sandboxed profiles new default");
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "evil.example", "--save", "named"))
        .succeeded()
        .errContains("+  \"evil.example\",")
        .outContains("named.toml says so from now on");

    assertThat(Files.readString(file))
        .isEqualTo(
            before.replace(
                "  'good.example', # mine\n", "  'good.example', # mine\n  \"evil.example\",\n"));
    touch("one");
    OutcomeAssert.assertThat(session.finish()).outContains("tls evil.example");
    OutcomeAssert.assertThat(launch.shell("curl -sk https://evil.example/"))
        .outContains("tls evil.example");
  }

  /** The socket and the trail are there outside, and nothing of them inside. */
  @Test
  void fromInsideNothingOfThisCanBeReached() {
    String look =
        "find / \\( -name '*.admin' -o -name trail.jsonl -o -path '*/sandboxed/network' \\) 2>/dev/null;"
            + " grep -c admin /proc/net/unix";
    Running session =
        trying(hosts.allowing("good.example"), look + "; try one https://good.example/");
    session.waitUntilPrints("0\n");
    OutcomeAssert.assertThat(
            hosts.world.shell(
                "find ~ -name '*.admin' -o -name trail.jsonl -o -path '*/sandboxed/network'"))
        .outContains(".admin")
        .outContains("trail.jsonl")
        .outContains("/sandboxed/network");

    touch("one");

    OutcomeAssert.assertThat(session.finish()).outContains("up\n0\ntls good.example");
  }

  /** A socket's path fits into a hundred bytes, and a person's may not. */
  @Test
  void aStateDirectoryMayHaveALongName() {
    hosts.world.set(
        "XDG_STATE_HOME", hosts.world.home().resolve("an odd place/" + "x".repeat(150)).toString());
    Running session = trying(hosts.allowing("good.example"), "try one https://evil.example/");

    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "evil.example")).succeeded();
    touch("one");

    OutcomeAssert.assertThat(session.finish()).outContains("tls evil.example");
    OutcomeAssert.assertThat(hosts.world.shell("ls -d /tmp/sandboxed-admin-*")).failed();
  }

  @Test
  void aSessionThatWasKilledIsNotShown() throws IOException {
    Running session = trying(hosts.allowing("good.example"), "sleep 1000");
    JsonNode shown = sessions().getFirst();
    assertThat(shown.path("process").asLong()).isEqualTo(session.pid());
    assertThat(shown.path("tier").asText()).isEqualTo("allowlist");
    assertThat(shown.path("project").asText()).isEqualTo(hosts.world.project().toString());
    assertThat(shown.path("session").asText()).endsWith("-" + session.pid());

    session.killHard();
    session.finish();

    OutcomeAssert.assertThat(hosts.world.sandboxed("sessions")).outIs("no session is running");
    OutcomeAssert.assertThat(hosts.world.sandboxed("grant", "evil.example")).exitedWith(125);
    OutcomeAssert.assertThat(hosts.world.sandboxed("gc"))
        .succeeded()
        .outContains("the socket of a session that is over");
    OutcomeAssert.assertThat(hosts.world.shell("find ~ -type s")).outIs("");
  }
}
