package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Bounded;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing inside gets around the limits of its session. */
class LimitAttackIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Launch limited(String more) {
    Profiles.write(world, "limited", "extends = \"default\"\nnetwork.tier = \"none\"\n" + more);
    return Launch.quietly(world).with("--profile", "limited");
  }

  @Test
  void noProcessRaisesALimit() {
    String raise =
        "for n in $(ulimit -Hn); do prlimit --pid $$ --nofile=$((n + 1)) 2>&1; done;"
            + " bash -c 'ulimit -u 100' 2>&1; bash -c 'ulimit -f 4096' 2>&1; ulimit -Hn; bash -c 'ulimit -Hu; ulimit -Hf'";
    assertThat(limited("[limits]\ntasks = 40\nopen_files = 100\nfile_size = \"1M\"\n").shell(raise))
        .outContains("failed to set the NOFILE resource limit: Operation not permitted")
        .outContains("max user processes: cannot modify limit: Operation not permitted")
        .outContains("file size: cannot modify limit: Operation not permitted")
        .outContains("\n100\n40\n1024");
    // Below a hard limit that is higher, the same is allowed.
    assertThat(
            world.shell(
                "ulimit -Sn 99; prlimit --pid $$ --nofile=100:; ulimit -Sn; ulimit -Sf 4096; ulimit -f"))
        .outIs("100\n4096");
  }

  @Test
  void aUserNamespaceInsideIsCountedWithTheSandbox() {
    String bomb =
        """
        unshare -Ur perl -e 'pipe R, W; my $made = 0;
          for (1 .. 200) { my $child = fork; last unless defined $child; $made++;
            unless ($child) { close W; sysread R, my $end, 1; exit } }
          print $made == 200 ? "all" : "stopped"'
        """;
    assertThat(limited("kernel.nested_userns = true\n").shell(bomb)).outIs("all");
    assertThat(limited("kernel.nested_userns = true\nlimits.tasks = 40\n").shell(bomb))
        .outIs("stopped");
    assertThat(
            limited("kernel.nested_userns = true\nlimits.tasks = 40\n")
                .shell("unshare -Ur bash -c 'ulimit -u 100' 2>&1"))
        .outContains("Operation not permitted");
  }

  @Test
  void severalDirectoriesInMemoryHoldNoMoreThanTheSessionMayUse() {
    String fill =
        "for d in ~ /tmp /var/tmp /dev/shm; do head -c 60000000 /dev/zero >$d/x; done; cat ~/x /tmp/x /var/tmp/x /dev/shm/x | wc -c";
    world.behind(Bounded.groups().entrance());
    assertThat(limited("").shell(fill)).outIs("240000000");
    assertThat(limited("[limits]\nmemory = \"128M\"\ntmp_size = \"100M\"\n").shell(fill))
        .outLacks("240000000")
        .errContains("the memory of the session was used up");
  }

  @Test
  void noControlGroupCanBeSeenOrMountedInside() {
    world.behind(Bounded.groups().entrance());
    String look =
        "cut -d: -f3 /proc/self/cgroup | sort -u; ls -d /sys/fs/cgroup;"
            + " unshare -UrmC mount -t cgroup2 none /tmp && echo mounted; "
            + " unshare -Urm mount -t cgroup -o memory none /tmp && echo mounted";
    assertThat(limited("[limits]\nmemory = \"500M\"\n").shell(look)).outIs("/");
    assertThat(limited("kernel.nested_userns = true\n[limits]\nmemory = \"500M\"\n").shell(look))
        .outIs("/");
  }
}
