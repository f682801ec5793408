package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The set-up of a fresh checkout, on a machine where bubblewrap and strace are missing, with
 * stand-ins for what would change this one.
 */
class SetUpIT {

  private static final String APT =
      """
      case "$*" in
        *--assume-no*) echo 'Need to get 3,210 kB of archives.'; echo 'After this operation, 9 MB of additional disk space will be used.' ;;
        *--download-only*) echo 'dlstatus:1:5.0:Retrieving file 1 of 2' ;;
        # It heeds Ctrl-C even where that was ignored.
        *install*) perl -e '$SIG{INT} = sub { exit 1 }; open my $file, ">", "$ENV{HOME}/installing";
            for (1 .. 40) { last if -e "$ENV{HOME}/go"; select undef, undef, undef, 0.05 }' || exit
          ln -sf /usr/bin/bwrap /usr/bin/strace ~/bin; echo 'pmstatus:x:90:Installed x'; touch ~/installed ;;
      esac
      """;

  private static final String MAVEN_SILENT =
      "echo '[INFO] Downloading from central: x'; touch ~/building; exec sleep 1000";

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void makeAFreshCheckout() {
    assertThat(
            world.shell(
                """
                set -e
                mkdir ~/copy ~/some
                cd "$1" && cp -a bin pom.xml profiles .mvn src ~/copy
                ln -s /usr/bin/* ~/some && rm -f ~/some/{bwrap,strace,apt-get,apt-cache,mvn,sudo}
                """,
                Checkout.directory().toString()))
        .succeeded();
    world.set("PATH", world.home().resolve("bin") + ":" + world.home().resolve("some"));
    world.installScript("claude", "");
    world.installScript("apt-get", APT);
    world.installScript(
        "apt-cache",
        "printf '%s:\\n  Candidate: 1\\n' bubblewrap strace slirp4netns iproute2 maven");
    world.installScript("sudo", "echo sudo \"$@\" >>~/sudo; exec \"$@\"");
    world.installScript("mvn", MAVEN_SILENT);
    world.set("SANDBOXED_SETUP_PATIENCE", "2");
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void aPersonIsToldSizesAndReasonsAndAskedOnceAndANoChangesNothing() {
    try (Terminal terminal = Terminal.running(world, world.home(), List.of("copy/bin/setup"))) {
      terminal.waitUntilShows("Go on? [Y/n]");
      assertThat(terminal.screen())
          .contains("packages, by apt-get with sudo: 3,210 kB to fetch, 9 MB on disk")
          .contains("bwrap: the sandbox itself")
          .contains(
              "strace: seeing what a session is refused, and what a dev shell's evaluation reads")
          .contains("build, by Maven: about");

      terminal.enter("n").waitUntilShows("nothing was changed. To set it up: copy/bin/setup --yes");

      assertThat(terminal.exitStatus()).isEqualTo(1);
    }
    assertThat(world.shell("ls -d ~/sudo ~/installed ~/copy/target")).failed().outIs("");
  }

  @Test
  void aYesLeadsThroughStepsToTheProxyThatMavenNeedsWhenNothingAnswers() {
    try (Terminal terminal = Terminal.running(world, world.home(), List.of("copy/bin/setup"))) {
      terminal.waitUntilShows("Go on? [Y/n]").enter("");
      terminal.waitUntilShows("~/.local/bin").enter("n");
      terminal.waitUntilShows("If there is a proxy, write it into ~/.m2/settings.xml");

      assertThat(terminal.screen().replace("\n", ""))
          .contains("[1/3] packages … 2 installed, ")
          .contains("then copy/bin/setup (all words: " + world.temporary());
      assertThat(terminal.exitStatus()).isEqualTo(1);
    }
    world.waitUntilNothingRuns();
  }

  @Test
  void withoutATerminalNobodyIsAskedAndReasonsComeBeforeSudo() {
    world.installScript("sudo", "echo SUDO >&2; exec \"$@\"");
    world.installScript(
        "mvn", "echo '[ERROR] Could not transfer artifact x: Connection refused'; exit 1");

    Outcome outcome = world.shell("~/copy/bin/sandboxed --version");

    assertThat(outcome).exitedWith(125).outIs("");
    List<String> lines = outcome.err().lines().toList();
    assertThat(lines.getFirst()).startsWith("sandboxed: this is not set up yet");
    assertThat(outcome.err())
        .containsSubsequence(
            "bwrap: the sandbox itself", "SUDO", "[1/3] packages …", "[2/3] build …", "refused")
        .doesNotContain("Go on?", "\u001b");
    assertThat(lines.getLast()).contains("~/.m2/settings.xml", "(all words: ");
  }

  @Test
  void whoMayNotBecomeRootIsToldRootsCommand() {
    world.installScript("sudo", "echo ada is not in the sudoers file >&2; exit 1");

    Outcome outcome = world.shell("~/copy/bin/setup");

    assertThat(outcome).exitedWith(1);
    assertThat(outcome.err().lines().toList().getLast())
        .endsWith(
            "As root: apt-get update && apt-get install -y --no-install-recommends bubblewrap"
                + " strace");
    assertThat(world.shell("ls ~/installed")).failed();
  }

  @Test
  void whereNoPackageCanBeFetchedTheProxyOfAptIsTheLastWord() {
    world.set("SANDBOXED_SETUP_PATIENCE", "1000");
    world.installScript(
        "apt-get",
        """
        case "$*" in
          *update*) echo 'E: Failed to fetch x  Could not connect to y:80, connection refused'; exit 100 ;;
          # Its hundreds of packages, one after the other.
          *download-only*) echo Err:1 a; echo Err:2 b; echo Err:3 c; exec sleep 1000 ;;
        esac
        """);

    Outcome outcome = world.shell("~/copy/bin/setup");

    assertThat(outcome).exitedWith(1).errContains("connection refused");
    assertThat(outcome.err().lines().toList().getLast()).contains("Acquire::http::Proxy");
  }

  @Test
  void aSetUpThatIsInterruptedLeavesNothing() {
    Running running = world.start(world.home(), List.of("copy/bin/setup"));
    building();
    running.terminate();
    assertThat(running.finish()).exitedWith(143);
    leftNothing();

    try (Terminal terminal = Terminal.bash(world)) {
      startBuilding(terminal);
      terminal.press("C-c").waitUntilShows("rc=130");
      leftNothing();

      // A window that is closed.
      startBuilding(terminal);
    }
    world.waitUntilNothingRuns();
    leftNothing();
  }

  private void startBuilding(Terminal terminal) {
    assertThat(world.shell("rm ~/building")).succeeded();
    terminal.enter("~/copy/bin/setup --yes; echo rc=$?");
    building();
  }

  private void building() {
    assertThat(world.shell("until [[ -e ~/building ]]; do sleep 0.05; done")).succeeded();
  }

  private void leftNothing() {
    assertThat(world.processes()).noneMatch(process -> process.toString().contains("sleep"));
    assertThat(world.shell("find \"$TMPDIR\" -name '*setup*'")).outIs("");
    assertThat(world.shell("ls ~/copy/target").out().lines())
        .containsExactlyInAnyOrder("setup.lock", "started");
  }

  @Test
  void packagesThatAreBeingInstalledAreFinishedFirst() {
    Running running = world.start(world.home(), List.of("copy/bin/setup"));
    running.waitUntilSays("[1/3] packages");
    assertThat(world.shell("until [[ -e ~/installing ]]; do sleep 0.05; done")).succeeded();
    running.terminate();
    running.waitUntilSays("finishing the packages first");
    assertThat(world.shell("touch ~/go")).succeeded();

    assertThat(running.finish().exit()).isEqualTo(143);
    assertThat(world.shell("ls ~/installed; ls ~/building")).outIs(world.home() + "/installed");
    assertThat(world.shell("find \"$TMPDIR\" -name '*setup*'")).outIs("");
  }

  @Test
  void packagesAreFinishedFirstWhereAPersonPressesControlCOrClosesTheWindow() {
    try (Terminal terminal = Terminal.bash(world)) {
      startInstalling(terminal);
      terminal.press("C-c").waitUntilShows("finishing the packages first");
      assertThat(world.shell("touch ~/go")).succeeded();
      terminal.waitUntilShows("rc=130");
      assertThat(world.shell("rm ~/installed ~/installing ~/go ~/bin/{bwrap,strace}")).succeeded();

      startInstalling(terminal);
    }
    assertThat(world.shell("touch ~/go")).succeeded();
    world.waitUntilNothingRuns();
    assertThat(world.shell("ls ~/installed")).succeeded();
  }

  private void startInstalling(Terminal terminal) {
    terminal.enter("~/copy/bin/setup --yes; echo rc=$?");
    assertThat(world.shell("until [[ -e ~/installing ]]; do sleep 0.05; done")).succeeded();
  }

  @Test
  void aFullDiskIsToldAtOnceAndNotFoundOutByABuild() {
    assertThat(world.shell("ln -s /usr/bin/bwrap /usr/bin/strace ~/bin; mkdir ~/copy/target"))
        .succeeded();
    String small =
        "unshare --user --map-root-user --mount sh -c 'mount -t tmpfs -o size=4m none ~/copy/target && \"$@\"' sh ";

    assertThat(world.shell(small + "~/copy/bin/sandboxed --version"))
        .exitedWith(125)
        .errContains("The disk is full: ");
    assertThat(world.shell("ls ~/building")).failed();
    // Room for what was built elsewhere, but not for its cache: that is said, and the launch goes
    // on.
    String built =
        small.replace("size=4m", "size=20m")
            + "sh -c 'mkdir ~/copy/target/app && cd ~/copy/target/app && cp -p \"$1\"/target/app/*.jar ."
            + " && { printf \"%s\\0\" ~/copy; tail -zn +2 \"$1/target/app/built\"; } >built"
            + " && ~/copy/bin/sandboxed --version' sh "
            + Checkout.directory();
    assertThat(world.shell(built))
        .succeeded()
        .outContains("sandboxed 0.")
        .errContains("The disk is full: ");
  }

  @Test
  void aSourceThatIsNewerThanTheBuildIsBuiltEvenWhereAPlanIsReady() {
    world.installScript("mvn", "echo '[ERROR] this source is wrong'; exit 1");
    assertThat(
            world.shell(
                """
                set -e
                ln -sf /usr/bin/bwrap /usr/bin/strace ~/bin
                mkdir ~/copy/target && cp -a "$1/target/app" ~/copy/target
                cd ~/copy/target/app
                { printf '%s\\0' ~/copy; tail -zn +2 "$1/target/app/built"; } >built
                touch sandboxed.aot
                cd ~/work
                for launch in 1 2 3; do
                  ~/copy/bin/sandboxed run --quiet --network none -- echo started
                done
                ls ~/.cache/sandboxed/warm
                """,
                Checkout.directory().toString()))
        .succeeded()
        .errIsEmpty()
        .outContains("started\nstarted\nstarted\n");

    assertThat(
            world.shell(
                """
                touch ~/copy/src/main/java/dev/sandboxed/cli/Main.java
                cd ~/work && ~/copy/bin/sandboxed run --quiet --network none -- echo started
                """))
        .exitedWith(125)
        .outLacks("started")
        .errContains("this source is wrong");
  }

  @Test
  void linksAreMadeWhereNothingIsAndThenTheNameIsWhatMessagesSay() {
    assertThat(
            world.shell(
                """
                set -e
                ln -s /usr/bin/bwrap /usr/bin/strace ~/bin
                mkdir -p ~/copy/target ~/.local/bin
                cp -a "$1/target/app" ~/copy/target && cd ~/copy/target/app
                { printf '%s\\0' ~/copy; tail -zn +2 "$1/target/app/built"; } >built
                touch sandboxed.aot
                echo mine >~/.local/bin/claude-sandboxed
                """,
                Checkout.directory().toString()))
        .succeeded();

    assertThat(world.shell("cd ~/copy; bin/sandboxed run; bin/setup --link"))
        .succeeded()
        .errContains("write bin/sandboxed run claude, or bin/sandboxed run -- COMMAND")
        .errContains(".local/bin/claude-sandboxed is something else, so it stays")
        .errContains("linked into " + world.home() + "/.local/bin: sandboxed gemini-sandboxed")
        .errContains("export PATH=\"$HOME/.local/bin:$PATH\"");

    assertThat(world.shell("cat ~/.local/bin/claude-sandboxed")).outIs("mine");
    assertThat(world.shell("PATH=~/.local/bin:$PATH; sandboxed run; gemini-sandboxed --dry-rum"))
        .failed()
        .errContains("write sandboxed run claude");
    assertThat(world.shell("cd ~/copy; bin/setup")).succeeded().errIsEmpty();
  }
}
