package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.RealAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other versions of a fetched agent, with the real npm and a registry on this machine. */
class AgentUpdatesIT {

  private final HostWorld world = HostWorld.create();
  private final HttpServer registry;

  AgentUpdatesIT() throws IOException {
    Path files = Files.createDirectory(world.home().resolve("registry"));
    registry =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), files, OutputLevel.NONE);
  }

  /** The versions 1.0.0 and 1.2.0, and 1.3.0, whose archive is another than the registry says. */
  @BeforeEach
  void publish() {
    registry.start();
    assertThat(
            world.shell(
                """
                set -e
                echo "registry=http://$1/" >~/.npmrc
                mkdir -p ~/made ~/.config/sandboxed/profiles/agents
                cd ~/made
                for version in 1.0.0 1.2.0 1.3.0; do
                  printf '{"name": "toy", "version": "%s"}' $version >package.json
                  printf '#!/bin/sh\\necho toy %s\\n' $version >toy.sh
                  chmod +x toy.sh
                  npm pack --json --pack-destination ~/registry >$version.json
                done
                cp ~/registry/toy-1.2.0.tgz ~/registry/toy-1.3.0.tgz
                node -e '
                  const versions = {};
                  for (const version of ["1.0.0", "1.2.0", "1.3.0"]) {
                    const { integrity, filename } = Object.values(JSON.parse(fs.readFileSync(version + ".json")))[0];
                    versions[version] = { name: "toy", version,
                        dist: { integrity, unpackedSize: 5 << 20, tarball: `http://${process.argv[1]}/${filename}` } };
                  }
                  fs.writeFileSync(process.env.HOME + "/registry/toy",
                      JSON.stringify({ name: "toy", "dist-tags": { latest: "1.2.0" }, versions }));
                ' "$1"
                cat >~/.config/sandboxed/profiles/agents/toy.toml <<'END'
                command = ["toy"]
                [install]
                npm = "toy"
                version = "1.0.0"
                program = "node_modules/toy/toy.sh"
                END
                """,
                "127.0.0.1:" + registry.getAddress().getPort()))
        .succeeded();
  }

  @AfterEach
  void tearDown() {
    registry.stop(0);
    world.close();
  }

  @Test
  void whatIsNotSignedOrNotWholeIsRefusedAndTheVersionBeforeIsStillUsed() {
    launchSays("toy 1.0.0");
    npmWhoseCheckOfSignatures("echo 1 package has an invalid registry signature >&2; exit 1");
    assertThat(world.sandboxed("agents", "update", "toy"))
        .exitedWith(125)
        .errContains("toy@1.2.0 is 5 MiB large")
        .errContains(
            "npm did not confirm the registry's signatures of toy@1.2.0: 1 package has an invalid")
        .errContains("--without-signatures");
    assertThat(update("--to", "1.3.0"))
        .exitedWith(125)
        .errContains("npm could not fetch toy@1.3.0")
        .errContains("EINTEGRITY");
    assertThat(update("--to", "../../x")).exitedWith(125).errContains("not an exact version");
    assertThat(update("--to", "1.2.0+build"))
        .exitedWith(125)
        .errContains("\"1.2.0+build\" is not an exact version")
        .errContains("leave out what follows the +");
    assertThat(update("--to", "9.9.9"))
        .exitedWith(125)
        .errContains("no answer from the npm registry about toy@9.9.9");
    assertThat(world.shell("ls -A ~/.local/share/sandboxed/agents/toy")).outIs("1.0.0");
    launchSays("toy 1.0.0");
  }

  @Test
  void theNextLaunchUsesTheChosenVersionUntilThePersonGoesBack() {
    launchSays("toy 1.0.0");
    assertThat(update())
        .succeeded()
        .errContains("signatures are not checked")
        .errContains("the next launch uses toy 1.2.0; 1.0.0 stays for sessions that run");
    launchSays("toy 1.2.0");
    assertThat(world.sandboxed("run", "--dry-run", "toy")).succeeded().outContains("toy@1.2.0");
    assertThat(world.sandboxed("agents", "list", "--json"))
        .succeeded()
        .outContains("\"name\":\"toy\",\"from\":\"fetched\"")
        .outContains("\"version\":\"1.2.0\",\"pinned\":\"1.0.0\",\"newest\":\"1.2.0\"");
    assertThat(update()).succeeded().errContains("is what the next launch uses already");

    assertThat(update("--to", "1.0.0")).succeeded();
    launchSays("toy 1.0.0");
    assertThat(update("--to", "1.2.0")).succeeded();
    assertThat(world.sandboxed("gc")).succeeded().outContains("toy 1.0.0, in place of which 1.2.0");
    launchSays("toy 1.2.0");

    assertThat(world.shell("rm -r ~/.local/share/sandboxed/agents/toy")).succeeded();
    launchSays("toy 1.0.0");
    npmWhoseCheckOfSignatures("exit 0");
    assertThat(world.sandboxed("agents", "update", "toy"))
        .succeeded()
        .errContains("checking the registry's signatures of toy@1.2.0");
    launchSays("toy 1.2.0");
  }

  @Test
  void anAgentOfThePersonsOwnIsLeftAlone() {
    world.installScript("toy", "echo mine\n");
    assertThat(update())
        .exitedWith(125)
        .errContains("sandboxed has not fetched the toy that is used")
        .errContains("with its own command or as you installed it");
    assertThat(world.sandboxed("agents", "update")).succeeded().errContains("no agent");
    assertThat(world.sandboxed("agents", "list", "--offline")).succeeded().outContains("PATH");
  }

  @Test
  void aRegistryThatIsSilentHoldsUpNoList() throws IOException {
    launchSays("toy 1.0.0");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThat(
              world.shell(
                  "echo \"registry=http://127.0.0.1:$1/\" >~/.npmrc",
                  Integer.toString(silent.getLocalPort())))
          .succeeded();
      assertThat(world.sandboxed("agents", "list"))
          .succeeded()
          .outContains("fetched    1.0.0            1.0.0            ?")
          .errContains(" is not known: ");
      assertThat(world.sandboxed("agents", "list", "--offline")).succeeded().errIsEmpty();
    }
  }

  /** As where somebody has changed an archive, and what the registry says of it. */
  @Test
  @Flips(agent = {"install.integrity", "install.npm", "install.program", "install.version"})
  void anotherArchiveThanThePinnedOneIsNotKept() {
    String pin =
        "sed -i '/^version/a integrity = [\"'$1'\"]' ~/.config/sandboxed/profiles/agents/toy.toml";
    assertThat(world.shell(pin, "sha512-" + "A".repeat(86) + "==")).succeeded();
    assertThat(world.sandboxed("run", "--quiet", "toy"))
        .exitedWith(125)
        .errContains("npm fetched toy@1.0.0, but not the archive that its definition pins")
        .errContains("it has the hash sha512-");
    assertThat(world.shell("ls -A ~/.local/share/sandboxed/agents/toy")).outIs("");

    assertThat(
            world.shell(
                "sed -i /^integrity/d ~/.config/sandboxed/profiles/agents/toy.toml; "
                    + pin.replace("$1", "$(cd ~/registry && npm view toy@1.0.0 dist.integrity)")))
        .succeeded();
    launchSays("toy 1.0.0");
  }

  /** Whoever pins a newer version pins its hash, too. */
  @ParameterizedTest
  @ValueSource(strings = {"claude", "codex", "gemini"})
  void theArchivesThatAreBuiltInAreThoseOfTheRegistry(String agent) {
    assertThat(
            world.shell(
                "grep -o 'sha512-[^\"]*' \"$1\" | grep -cFf - \"$2\"",
                Checkout.directory().resolve("profiles/agents/" + agent + ".toml").toString(),
                RealAgent.installed(agent).toString()))
        .outIs("1");
  }

  @Test
  void whatIsWrongWithOneAgentIsSaidOfThatOneAndTheOthersAreListed() {
    assertThat(
            world.shell(
                """
                echo 'command = 7' >~/.config/sandboxed/profiles/agents/broken.toml
                sed 's/npm = "toy"/npm = "nowhere"/' ~/.config/sandboxed/profiles/agents/toy.toml \
                  >~/.config/sandboxed/profiles/agents/other.toml
                """))
        .succeeded();
    launchSays("toy 1.0.0");
    assertThat(world.sandboxed("agents", "list"))
        .succeeded()
        .outContains("fetched    1.0.0            1.0.0            1.2.0")
        .errContains("the newest version of claude is not known: 404 Not Found")
        .errContains("the newest version of other is not known: 404 Not Found")
        .errContains("broken is left out, because its definition is wrong: ");
    assertThat(world.sandboxed("agents", "list", "--json"))
        .outContains("\"newest\":null,\"newestUnknown\":\"404 Not Found");
  }

  @Test
  void whatAKilledUpdateLeftIsRemovedByGc() {
    launchSays("toy 1.0.0");
    world.installScript(
        "npm",
        """
        [ "$1" != install ] || { mkdir -p "$3"; : >"$3/part"; kill -9 $PPID; exec sleep 1000; }
        PATH=${PATH#*:} exec npm "$@"
        """);
    assertThat(update()).exitedWith(137);
    assertThat(world.shell("ls -d ~/.local/share/sandboxed/agents/toy/.unfinished-*-1.2.0/part"))
        .succeeded();
    assertThat(world.sandboxed("gc"))
        .succeeded()
        .outContains("-1.2.0, unfinished, by a process that is gone");
    assertThat(world.shell("ls -A ~/.local/share/sandboxed/agents/toy")).outIs("1.0.0");
    launchSays("toy 1.0.0");
  }

  /** npm has its keys from the internet, which tests do not ask; all else is the real one's. */
  private void npmWhoseCheckOfSignatures(String answer) {
    world.installScript(
        "npm", "[ \"$1\" != audit ] || { " + answer + "; }\nPATH=${PATH#*:} exec npm \"$@\"\n");
  }

  private Outcome update(String... words) {
    String[] all = new String[words.length + 4];
    all[0] = "agents";
    all[1] = "update";
    all[2] = "toy";
    all[3] = "--without-signatures";
    System.arraycopy(words, 0, all, 4, words.length);
    return world.sandboxed(all);
  }

  private void launchSays(String said) {
    assertThat(world.sandboxed("run", "--quiet", "toy")).succeeded().outIs(said);
  }
}
