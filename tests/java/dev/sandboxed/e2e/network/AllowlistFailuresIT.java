package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Waiting;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If something that allowlist needs fails, there is less network, never more, and it is said. */
class AllowlistFailuresIT {

  // A machine that lacks some programs: what is there in their place cannot be executed.
  private static final String WITHOUT =
      """
      exec unshare --user --map-root-user --mount bash -c '
        for program in PROGRAMS; do
          mount --bind /dev/null "$(PATH=/usr/sbin:/usr/bin type -P $program)" || exit
        done
        exec unshare --user --map-user=$0 --map-group=$1 -- "${@:2}"' "$(id -u)" "$(id -g)" "$@"
      """;

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Launch launch() {
    return Launch.quietly(world).with("--network", "allowlist", "--allow", "good.example");
  }

  @Test
  void withoutAFaultItStartsAndLeavesNothing() {
    OutcomeAssert.assertThat(launch().command("touch", "started")).succeeded().errIsEmpty();

    world.waitUntilNothingRuns();
    assertThat(world.project().resolve("started")).exists();
    OutcomeAssert.assertThat(world.shell("find ~ -type s; ls ~/.local/state/sandboxed/sessions"))
        .outIs("");
  }

  @ParameterizedTest
  @CsvSource({
    "haproxy, echo '[ALERT] no leave for that' >&2; exit 1, no leave for that, HAProxy failed",
    "dnsmasq, echo 'dnsmasq: no leave for that' >&2; exit 1, no leave for that, dnsmasq failed",
    "nft,     echo no such family >&2; exit 1, no such family, nft_tproxy",
    "setpriv, exit 1, '', HAProxy failed",
    "mount,   echo not here >&2; exit 32, not here, cannot show what is refused"
  })
  void aProgramFails(String program, String script, String words, String said) {
    world.installScript(program, script);

    OutcomeAssert.assertThat(launch().command("touch", "started"))
        .exitedWith(125)
        .errContains("the network of allowlist could not be made, and nothing has been started")
        .errContains(said)
        .errContains(words)
        .errContains("--network none")
        .errLacks("\tat ");
    world.waitUntilNothingRuns();
    assertThat(world.project().resolve("started")).doesNotExist();
    OutcomeAssert.assertThat(world.shell("find ~ -type s")).outIs("");
  }

  /** What a person has to install is named before anything is started, all of it. */
  @Test
  void whatIsMissingIsNamedWithItsPackage() {
    world.behind("bash", "-c", WITHOUT.replace("PROGRAMS", "haproxy dnsmasq"), "bash");

    OutcomeAssert.assertThat(launch().command("touch", "started"))
        .exitedWith(125)
        .errContains("the network tier allowlist needs haproxy, which is not on PATH")
        .errContains("apt-get install haproxy")
        .errContains("the network tier allowlist needs dnsmasq, which is not on PATH")
        .errContains("apt-get install dnsmasq-base");
    OutcomeAssert.assertThat(
            Launch.quietly(world).with("--network", "internet-only").command("true"))
        .succeeded();
  }

  @Test
  void whatCredentialsNeedIsMissingForThemOnly() {
    world.behind("bash", "-c", WITHOUT.replace("PROGRAMS", "openssl"), "bash");
    world.set("API_KEY", "the-real-value");
    Profiles.write(
        world,
        "keys",
        """
        extends = "default"
        [credentials.api]
        variable = "API_KEY"
        hosts = ["good.example"]
        bearer = true
        """);

    OutcomeAssert.assertThat(launch().with("--profile", "keys").command("touch", "started"))
        .exitedWith(125)
        .errContains(
            "credentials.api, which keeps API_KEY outside, needs openssl, which is not on PATH")
        .errContains("apt-get install openssl")
        .errLacks("the-real-value");
    OutcomeAssert.assertThat(world.shell("ls started")).exitedWith(2);
    OutcomeAssert.assertThat(launch().command("true")).succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "dnsmasq"})
  void ifOneDiesTheAgentHasNoNetworkAndThePersonIsTold(String program) {
    String look =
        "echo up; until [ -e go ]; do :; done; curl -s http://good.example/ || curl -sk https://203.0.113.7/ || echo nothing";
    Running session = launch().shellLaunch(look).start().waitUntilPrints("up");
    ProcessHandle died =
        session.descendants().stream()
            .filter(one -> one.info().command().orElse("").endsWith("/" + program))
            .findFirst()
            .orElseThrow();

    died.destroyForcibly();

    session.waitUntilSays("has ended, so the agent has no network from now on");
    OutcomeAssert.assertThat(world.shell("touch go")).succeeded();
    Outcome outcome = session.finish();
    OutcomeAssert.assertThat(outcome)
        .outContains("nothing")
        .errContains("ended before the agent did");
  }

  @Test
  void aLauncherThatIsKilledLeavesNoProcess() {
    Running session =
        launch().shellLaunch("echo up; exec sleep 1000").start().waitUntilPrints("up");
    List<ProcessHandle> all = session.descendants();
    assertThat(all)
        .anyMatch(one -> one.info().command().orElse("").endsWith("/haproxy"))
        .anyMatch(one -> one.info().command().orElse("").endsWith("/dnsmasq"));

    session.killHard();

    Waiting.until(() -> all.stream().noneMatch(ProcessHandle::isAlive), () -> "the end of " + all);
  }
}
