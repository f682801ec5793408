package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Undefended;
import dev.sandboxed.e2e.world.Waiting;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is mounted on the host while a session runs stays out of it: a disk that is plugged in, an
 * encrypted directory that is opened. The host is a mount namespace whose mounts are shared, as
 * systemd makes them.
 */
class LaterMountsIT {

  private static final String AGENT =
      "touch ready; until [ -e mounted ]; do sleep 0.05; done; cat disk/late; rm ready mounted";

  // A further user namespace, because a person who may mount is not an ordinary user.
  private static final String ENTER =
      """
      exec nsenter --target "$0" --user --mount --preserve-credentials -- \\
        /usr/bin/unshare --user --map-user="$(id -u)" --map-group="$(id -g)" --wd="$PWD" -- "$@"
      """;

  private final HostWorld world = HostWorld.create();
  private long host;

  @BeforeEach
  void makeAHost() {
    host =
        world
            .startBare(
                world.home(),
                List.of(
                    "unshare",
                    "--user",
                    "--map-root-user",
                    "--mount",
                    "--propagation",
                    "shared",
                    "sh",
                    "-c",
                    "echo ready; exec sleep 1000"))
            .waitUntilPrints("ready")
            .pid();
    world.behind("bash", "-c", ENTER, Long.toString(host));
    assertThat(world.run("mkdir", "disk")).succeeded();
  }

  @AfterEach
  void tearDown() {
    world.behind();
    world.close();
  }

  private Outcome mountMeanwhile(Running session) {
    Waiting.until(() -> world.project().resolve("ready").toFile().exists(), () -> "ready");
    String mount =
        "cd \"$1\" && mount -t tmpfs disk disk && echo of-the-disk >disk/late && touch mounted";
    Running mounting =
        world.startBare(
            world.project(),
            List.of(
                "nsenter",
                "--target",
                Long.toString(host),
                "--user",
                "--mount",
                "--preserve-credentials",
                "--",
                "sh",
                "-c",
                mount,
                "sh",
                world.project().toString()));
    assertThat(mounting.finish()).succeeded();
    return session.finish();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "full", "internet-only"})
  void aDiskThatIsMountedDuringTheSessionIsNotSeen(String tier) {
    Launch launch = Launch.quietly(world).with("--network=" + tier);

    Outcome outcome = mountMeanwhile(launch.shellLaunch(AGENT).start());

    assertThat(outcome).outLacks("of-the-disk").errContains("disk/late: No such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "full"})
  void withoutPrivateMountsItIsSeen(String tier) {
    Undefended launch =
        // The rule of its own keeps git's configuration from being mounted before bubblewrap
        // starts.
        Undefended.of(
                Launch.quietly(world).with("--network=" + tier).with("--protect=.git/config"),
                "sh",
                "-c",
                AGENT)
            .with("entrance", List.of());

    assertThat(mountMeanwhile(launch.start())).succeeded().outIs("of-the-disk");
  }

  /** As if AppArmor allowed namespaces only to bubblewrap. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "full"})
  void whereUnshareIsForbiddenASessionStartsAndThePersonIsTold(String tier) {
    world.installScript("unshare", "echo 'unshare: write failed /proc/self/uid_map' >&2; exit 1");

    assertThat(world.sandboxed("run", "--network=" + tier, "--", "echo", "started"))
        .succeeded()
        .outIs("started")
        .errContains("unshare cannot make namespaces here")
        .errContains(
            "the agent also sees what is mounted later on this host below a directory that it sees");
  }
}
