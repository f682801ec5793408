package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Bounded;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Waiting;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session uses up what its profile lets it, and nothing more. */
class LimitsIT {

  // At most as many as it is told, each of which waits for the end of a pipe that is never written.
  private static final String COUNTING_BOMB =
      """
      perl -e 'pipe R, W; my $made = 0;
        for (1 .. $ARGV[0]) { my $child = fork; last unless defined $child; $made++;
          unless ($child) { close W; sysread R, my $end, 1; exit } }
        print "$made made ", $made < $ARGV[0] ? $!{EAGAIN} ? "EAGAIN" : $! : "all", "\\n"' "$1"
      """;

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Launch limited(String limits) {
    Profiles.write(
        world, "limited", "extends = \"default\"\nnetwork.tier = \"none\"\n[limits]\n" + limits);
    return Launch.quietly(world).with("--profile", "limited");
  }

  private Launch unlimited() {
    return Launch.quietly(world).with("--network", "none");
  }

  @Test
  @Flips(profile = "limits.open_files")
  void aProcessOpensNoMoreFilesThanItMay() {
    String open =
        "ulimit -Hn; perl -e 'my @f; while (@f < 200 and open my $f, q(<), q(/dev/null)) { push @f, $f }"
            + " print @f == 200 ? q(all) : $!{EMFILE} ? q(EMFILE) : $!'";
    assertThat(unlimited().shell(open)).outContains("all");
    assertThat(limited("open_files = 100").shell(open)).outIs("100\nEMFILE");
  }

  @Test
  @Flips(profile = "limits.file_size")
  void aFileGrowsNoLargerThanItMay() {
    String write =
        "perl -e '$SIG{XFSZ} = q(IGNORE) if @ARGV; open F, q(>), q(grown) or die;"
            + " syswrite F, q(x) x 1024 for 1 .. 2048; print $!{EFBIG} ? q(EFBIG) : q(all)' $1;"
            + " echo \" $?\"; stat -c %s grown";
    assertThat(unlimited().shell(write)).outIs("all 0\n2097152");
    Launch limited = limited("file_size = \"1M\"");
    assertThat(limited.shell(write, "ignoring")).outIs("EFBIG 0\n1048576");
    // SIGXFSZ has the number 25.
    assertThat(limited.shell(write)).outContains(" 153").outContains("1048576");
    assertThat(limited.shell("head -c 3000000 /dev/zero | wc -c")).outIs("3000000");
  }

  @Test
  @Flips(profile = "limits.tmp_size")
  void eachDirectoryInMemoryHoldsNoMoreThanItMay() {
    String fill =
        "for d in ~ /tmp /var/tmp /dev/shm /run/lock; do head -c 3000000 /dev/zero >$d/x; stat -c %s $d/x; done;"
            + " (echo >/dev/more) 2>&1 || :";
    assertThat(unlimited().shell(fill)).outContains("3000000\n".repeat(4) + "3000000");
    assertThat(limited("tmp_size = \"2M\"").shell(fill))
        .outContains("2097152\n".repeat(5))
        .outContains("Read-only file system")
        .errContains("No space left on device");
  }

  @Test
  @Flips(profile = "limits.tasks")
  void aForkBombEndsAtItsNumberAndCountsNothingOfThePersons() {
    // More than the sandbox may have are there already.
    String bomb =
        "for ((i = 0; i < 60; i++)); do sleep 1000 & done; \"$@\"; status=$?; kill $(jobs -p); exit $status";
    for (String tier : List.of("none", "internet-only")) {
      Launch limited =
          limited("tasks = 40").with("--network", tier).shellLaunch(COUNTING_BOMB).with("200");
      assertThat(world.shell(bomb, limited.words().toArray(String[]::new)))
          .outContains("EAGAIN")
          .outLacks("all");
    }
    assertThat(unlimited().shell(COUNTING_BOMB, "200")).outIs("200 made all");
    assertThat(world.run("true")).succeeded();
  }

  @Test
  @Flips(profile = "limits.memory")
  void aProgramThatTakesTooMuchMemoryIsKilledAndTheRestGoesOn() {
    String hog = "perl -e '$x = q(a) x (300 << 20); print qq(survived\\n)'; echo \"ended $?\"";
    world.behind(Bounded.groups().entrance());
    assertThat(unlimited().shell(hog)).outIs("survived\nended 0");
    assertThat(limited("memory = \"100M\"").shell(hog))
        .succeeded()
        .outIs("ended 137")
        .errContains(
            "sandboxed: the memory of the session was used up: the kernel has ended 1 of its processes");
    assertThat(world.run("true")).succeeded();
    assertThat(Bounded.groups().made()).isEmpty();
  }

  @Test
  @Flips(profile = "limits.cpu")
  void everyProcessOfASessionSharesTheProcessorsThatItMayKeepBusy() {
    world.behind(Bounded.groups().entrance());
    Running session =
        limited("cpu = 1.5").shellLaunch("echo ready; sleep 1000").start().waitUntilPrints("ready");
    Waiting.until(() -> !sleeping(session).isEmpty(), () -> "sleep in " + session.descendants());
    assertThat(Bounded.groups().setting("cpu.max", "cpu.cfs_quota_us")).startsWith("150000");
    List<String> inside = Bounded.groups().setting("cgroup.procs").lines().toList();
    assertThat(sleeping(session)).isNotEmpty().allMatch(inside::contains);
    session.terminate();
    session.finish();
    assertThat(Bounded.groups().made()).isEmpty();
  }

  private static List<String> sleeping(Running session) {
    return session.descendants().stream()
        .filter(process -> process.info().commandLine().orElse("").endsWith("sleep 1000"))
        .map(process -> Long.toString(process.pid()))
        .toList();
  }

  @Test
  @Flips(profile = "limits.runtime")
  void aSessionEndsAfterItsTimeWhateverItIgnores() {
    Launch limited = limited("runtime = \"1s\"");
    for (String stays :
        List.of(
            "trap '' TERM INT HUP QUIT; while :; do sleep 1000; done",
            // This stops the launcher itself.
            "(setsid sleep 1000 &); kill -STOP 0; sleep 1000",
            "setsid sh -c 'setsid sleep 1000 & sleep 1000'")) {
      // In a process group of its own, or the tests would be stopped as well.
      assertThat(limited.behind("setsid", "--wait").shell(stays))
          .exitedWith(124)
          .errContains(
              "sandboxed: the session has been ended after 1s, as runtime says (profile limited, ")
          .errContains("limited.toml:4:11)");
      world.waitUntilNothingRuns();
    }
    assertThat(limited("runtime = \"1h\"").shell("exit 3")).exitedWith(3).errLacks("runtime");
  }

  @Test
  void whatAKilledLauncherLeavesTheNextOneRemoves() {
    Bounded groups = Bounded.groups();
    world.behind(groups.entrance());
    Running session =
        limited("memory = \"200M\"")
            .shellLaunch("echo ready; sleep 1000")
            .start()
            .waitUntilPrints("ready");
    session.killHard();
    session.finish();
    world.waitUntilNothingRuns();
    assertThat(groups.made()).hasSize(1);
    assertThat(limited("memory = \"200M\"").command("true")).succeeded();
    assertThat(groups.made()).isEmpty();
  }

  @Test
  void whatThisMachineCannotKeepStartsNothing() {
    // This process is in no group of its own.
    assertThat(limited("cpu = 2\nmemory = \"1G\"").command("touch", "started"))
        .exitedWith(125)
        .errContains("limited.toml:4:7: cpu = 2 cannot be kept here: it needs the cpu controller, ")
        .errContains("limited.toml:5:10: memory = 1G cannot be kept here")
        .errContains("docs/profile.md#limits");
    assertThat(world.run("test", "-e", "started")).failed();
  }

  @Test
  void thePlanAndTheAgentAreToldWhoKeepsWhichLimit() {
    Launch limited = limited("tasks = 400\ntmp_size = \"64M\"\nruntime = \"1h\"");
    assertThat(limited.with("--dry-run", "--", "true").outcome())
        .outContains("limits     tasks 400, tmp_size 64M, runtime 1h")
        .outContains(
            "tasks: at most 400, by the kernel's count of the sandbox's user namespace  (profile limited, ");
    assertThat(limited.with("--dry-run=json", "--", "true").outcome())
        .outContains("\"by\" : \"launcher\"");
    assertThat(limited.command("cat", "/SANDBOX.md"))
        .outContains("Limits of this session: tasks 400, tmp_size 64M, runtime 1h. ");
  }
}
