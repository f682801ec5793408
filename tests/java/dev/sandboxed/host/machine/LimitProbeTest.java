package dev.sandboxed.host.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.machine.ControlGroups.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines with control groups of every kind, and with none. */
class LimitProbeTest {

  private static final int NOBODY = 4_000_000;

  @TempDir Path mount = Path.of("");

  private final Map<String, String> proc = new TreeMap<>();

  private LimitMeans look(int uid, boolean namespace, boolean together) {
    Inquiry machine = ThisMachine.showing(ThisMachine.INQUIRY, proc);
    return LimitProbe.look(
        Programs.on(machine, "/usr/bin:/bin"),
        uid,
        namespace,
        new LimitProbe.Wanted(true, together, false));
  }

  private void machine(String mounts, String groups) {
    proc.put("/proc/self/mountinfo", mounts.formatted(mount));
    proc.put("/proc/self/cgroup", groups);
  }

  private Path group(String name, String handsOn) throws IOException {
    Path group = Files.createDirectories(mount.resolve(name));
    Files.writeString(group.resolve("cgroup.procs"), "");
    Files.writeString(group.resolve("cgroup.subtree_control"), handsOn + "\n");
    return group;
  }

  @ParameterizedTest
  @CsvSource({
    "5.15.167.4-microsoft-standard-WSL2, 1000, true,  true",
    "6.18.44,                            1000, true,  true",
    "5.14.0-503.el9.x86_64,              1000, true,  true",
    "5.13.19,                            1000, true,  false",
    "4.18.0-553.el8,                     1000, true,  false",
    "6.18.44,                            0,    true,  false",
    "6.18.44,                            1000, false, false",
  })
  void tasksAreCountedByANewKernelForAPersonWhoIsNotRootBehindUnshare(
      String release, int uid, boolean namespace, boolean counts) {
    proc.put("/proc/sys/kernel/osrelease", release + "\n");
    machine("", "");

    assertThat(look(uid, namespace, false).countsTasksByNamespace()).isEqualTo(counts);
  }

  @Test
  void aGroupOfVersionTwoIsDividedWhereItIsThePersonsAndHandsControllersOn() throws IOException {
    machine("30 20 0:26 / %s rw shared:4 - cgroup2 cgroup2 rw\n", "0::/ana/shell\n");
    group("ana", "cpu memory pids");
    group("ana/shell", "");

    assertThat(look(NOBODY, true, true).groups().places().getFirst())
        .isEqualTo(
            new ControlGroups.Place(mount.resolve("ana"), true, EnumSet.allOf(Controller.class)));
  }

  @Test
  void aHybridMachineHasTheControllersInVersionOne() throws IOException {
    machine(
        """
        30 20 0:26 / %1$s/unified rw - cgroup2 cgroup2 rw
        31 20 0:27 / %1$s/memory rw - cgroup cgroup rw,memory
        32 20 0:28 / %1$s/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
        33 20 0:29 / %1$s/systemd rw - cgroup cgroup rw,name=systemd
        """,
        "3:cpu,cpuacct:/ana\n2:memory:/ana\n1:name=systemd:/\n0::/\n");
    group("unified", "");
    group("memory/ana", "");
    group("cpu,cpuacct/ana", "");

    assertThat(look(NOBODY, true, true).groups().places())
        .filteredOn(place -> place.directory().endsWith("ana"))
        .extracting(place -> mount.relativize(place.directory()) + " " + place.controllers())
        .containsExactly("cpu,cpuacct/ana [CPU]", "memory/ana [MEMORY]");
  }

  @Test
  void inAContainerThePathBeginsWhereItsMountDoes() throws IOException {
    machine("30 20 0:26 /docker/1 %s ro - cgroup2 cgroup2 rw\n", "0::/docker/1/ana/shell\n");
    group("ana", "memory");
    group("ana/shell", "");

    assertThat(look(NOBODY, true, true).groups().places())
        .extracting(ControlGroups.Place::directory)
        .contains(mount.resolve("ana"));

    machine("30 20 0:26 /docker/1 %s ro - cgroup2 cgroup2 rw\n", "0::/../..\n");
    assertThat(look(NOBODY, true, true).groups().places()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                                  no file system of control groups is mounted",
    "'30 20 0:26 / %s rw - cgroup2 cgroup2 rw',           no control group that you are in is yours to divide",
    "'30 20 0:26 / %s rw - cgroup cgroup rw,freezer',     no file system of control groups is mounted",
    "'garbage',                                           no file system of control groups is mounted",
  })
  void whereThereIsNoneTheReasonIsSaid(String mounts, String why) {
    machine(mounts + "\n", "0::/\n");

    ControlGroups groups = look(NOBODY, true, true).groups();
    assertThat(groups.places()).isEmpty();
    assertThat(groups.manager()).isEmpty();
    assertThat(groups.why()).contains(why);
  }

  @Test
  void nothingIsLookedAtThatNobodyAskedFor() {
    proc.put("/proc/sys/kernel/osrelease", "6.1\n");
    machine("garbage", "garbage");

    LimitMeans means = look(NOBODY, true, false);
    assertThat(means.groups()).isEqualTo(ControlGroups.NOT_ASKED);
    assertThat(means.mkdir()).isEmpty();
  }
}
