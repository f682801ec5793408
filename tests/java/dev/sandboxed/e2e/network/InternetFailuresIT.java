package dev.sandboxed.e2e.network;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If a step of internet-only fails, nothing starts, and the person is told which one it was. */
class InternetFailuresIT {

  private static final String MARKER = "started";

  // The programs that make the network get an empty environment.
  private static final String SYSTEM = "PATH=/usr/sbin:/usr/bin:/sbin:/bin; ";

  private final HostWorld world = HostWorld.create();
  private List<String> before = List.of();

  @BeforeEach
  void remember() {
    before = world.filesBelow(world.project());
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Launch launch() {
    return Launch.quietly(world).with("--network", "internet-only");
  }

  private OutcomeAssert refused() {
    Outcome outcome = launch().command("touch", MARKER);
    assertNothingIsLeft();
    return assertThat(outcome).exitedWith(125).outIs("").errLacks("\tat ");
  }

  private void assertNothingIsLeft() {
    world.waitUntilNothingRuns();
    assertThat(world.filesBelow(world.project())).isEqualTo(before);
    assertThat(world.filesBelow(world.temporary())).containsExactly(".");
    assertThat(world.shell("find ~ -type s -o -name 'publish.*'")).outIs("");
  }

  @Test
  void withoutAFaultItStarts() {
    assertThat(launch().command("touch", MARKER)).succeeded().errIsEmpty();
    assertThat(world.project().resolve(MARKER)).exists();
  }

  /** How a program fails, and what is said about it. */
  @ParameterizedTest
  @CsvSource({
    "slirp4netns, exit 1,                             slirp4netns failed",
    "slirp4netns, echo no leave for a tap >&2; exit 1, slirp4netns: no leave for a tap",
    "unshare,     echo no leave for that >&2; exit 1, no leave for that",
    "unshare,     exit 1,                             unshare failed",
    "nsenter,     echo no way in >&2; exit 1,         no way in",
    "nsenter,     exit 1,                             cannot set the router's routes"
  })
  void aProgramFails(String program, String script, String said) {
    world.installScript(program, script);

    refused()
        .errContains("the network of internet-only could not be made, and nothing has been started")
        .errContains(said)
        .errContains("--network none");
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox.batch, cannot make the sandbox's network",
    "router.batch,  cannot set the router's routes"
  })
  void aDeviceOrRouteCannotBeMade(String batch, String said) {
    instead("ip", "case $* in *" + batch + ") echo no such kind of device >&2; exit 1 ;; esac");

    refused().errContains("no such kind of device").errContains(said);
  }

  /** What the kernel answers where it was started with ipv6.disable=1 (rtnetlink.c). */
  @Test
  void aKernelWithoutIpv6IsEnoughWhereNoneIsAskedFor() {
    instead(
        "ip",
        """
        for last; do :; done
        case $* in *batch) if grep -qs addrgenmode "$last"; then
          echo RTNETLINK answers: Address family not supported by protocol >&2
          exit 1
        fi ;; esac\
        """);

    assertThat(launch().command("touch", MARKER)).succeeded().errIsEmpty();
    assertThat(world.project().resolve(MARKER)).exists();
    assertThat(Launch.quietly(world).with("--network", "allowlist").command("true")).succeeded();
  }

  /** On a busy machine, slirp4netns may be ready when everything else has failed long ago. */
  @Test
  void theFirstFailureIsSaidHoweverLateTheRestIs() {
    instead("ip", "case $* in *sandbox.batch) exit 1 ;; esac");
    world.installScript(
        "slirp4netns",
        SYSTEM
            + """
            for word; do case $word in /proc/*/fd/7) router=$word ;; esac; done
            while [ -e "$router" ]; do sleep 0.1; done
            printf 1 >&3
            exec sleep 60\
            """);

    refused().errContains("cannot make the sandbox's network").errLacks("write error");
  }

  /** A missing route is found, whichever it is and whatever the reason. */
  @ParameterizedTest
  @CsvSource({"192.168.0.0/16, 192.168.0.0", "169.254.0.0/16, 169.254.0.0"})
  void anAddressThatMustNotBeReachableWouldBe(String range, String first) {
    instead(
        "ip",
        """
        case $* in *router.batch)
          grep -vF 'unreachable %s' "$2" >/dev/shm/batch.$$
          /usr/bin/ip -batch /dev/shm/batch.$$
          status=$?
          rm /dev/shm/batch.$$
          exit $status ;;
        esac\
        """
            .formatted(range));

    refused().errContains(first).errContains("would be reachable, and must not be");
  }

  /** A test that a router passes by letting nothing through would prove nothing. */
  @Test
  void nothingAtAllWouldBeReachable() {
    instead(
        "ip",
        "case $* in *questions) echo RTNETLINK answers: Invalid argument >&2; exit 1 ;; esac");

    refused().errContains("would be reachable").errContains("not even");
  }

  @Test
  void aProgramThatNeverAnswersIsNotWaitedForLong() {
    world.installScript("slirp4netns", "exec /usr/bin/sleep 1000");

    refused().errContains("slirp4netns took too long");
  }

  @Test
  void aPortThatIsInUseCannotBePublished() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Profiles.write(
          world,
          "web",
          "extends = \"default\"\n[network]\npublish = [\"%d\"]\n".formatted(taken.getLocalPort()));

      Outcome outcome = launch().with("--profile", "web").command("touch", MARKER);

      assertThat(outcome)
          .exitedWith(125)
          .errContains("cannot publish at 127.0.0.1:" + taken.getLocalPort());
    }
    assertNothingIsLeft();
  }

  /** Like slirp4netns, its stand-in ends with its standard input. */
  @Test
  void aLauncherThatIsKilledDuringSetUpLeavesNothing() {
    hangInSlirp4netns("/usr/bin/cat").killHard();
    assertNothingIsLeft();
  }

  @Test
  void aLauncherThatIsTerminatedDuringSetUpLeavesNothing() {
    Running session = hangInSlirp4netns("/usr/bin/sleep 1000");
    session.terminate();
    assertThat(session.finish()).exitedWith(143);
    assertNothingIsLeft();
  }

  private Running hangInSlirp4netns(String program) {
    world.installScript("slirp4netns", "exec " + program);
    Running session =
        world.startSandboxed("run", "--quiet", "--network", "internet-only", "--", "touch", MARKER);
    Waiting.until(
        () -> world.processes().stream().anyMatch(one -> one.command().equals(program)),
        () -> "slirp4netns to be started: " + world.processes());
    return session;
  }

  /** Puts a script before what a program does. */
  private void instead(String program, String script) {
    world.installScript(program, SYSTEM + script + "\nexec " + program + " \"$@\"");
  }
}
