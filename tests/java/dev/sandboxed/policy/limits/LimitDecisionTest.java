package dev.sandboxed.policy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sandboxed.fixture.Layers;
import dev.sandboxed.host.machine.ControlGroups;
import dev.sandboxed.host.machine.ControlGroups.Controller;
import dev.sandboxed.host.machine.ControlGroups.Manager;
import dev.sandboxed.host.machine.ControlGroups.Place;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.limits.LimitsRequest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LimitDecisionTest {

  private static final Set<Controller> ALL = EnumSet.allOf(Controller.class);
  private static final Set<Controller> MEMORY = EnumSet.of(Controller.MEMORY);

  private static LimitsRequest asked(String toml) {
    return Layers.layer("web").limits(toml).built().kernel().limits();
  }

  private static LimitMeans means(boolean counts, Optional<Manager> manager, Place... places) {
    return new LimitMeans(
        counts,
        new ControlGroups(manager, List.of(places), "there is none"),
        Optional.of(Path.of("/usr/bin/mkdir")),
        Optional.of(Path.of("/usr/bin/rmdir")),
        Optional.of(Path.of("/usr/bin/setsid")));
  }

  private static Optional<Manager> manager(Set<Controller> controllers) {
    return Optional.of(
        new Manager(
            Path.of("/usr/bin/systemd-run"),
            Path.of("/run/user/1000"),
            Path.of("/sys/fs/cgroup"),
            controllers));
  }

  private static Enclosure around(String toml, LimitMeans means) {
    return Limits.of(asked(toml), means).enclosure().orElseThrow();
  }

  private static List<String> refusals(String toml, LimitMeans means) {
    return catchThrowableOfType(UserFailure.class, () -> Limits.of(asked(toml), means))
        .problems()
        .stream()
        .map(Problem::render)
        .toList();
  }

  @Test
  void whatEveryMachineKeepsNeedsNoControlGroup() {
    Limits limits =
        Limits.of(
            asked(
                "open_files = 100\nfile_size = '1M'\ntmp_size = '1M'\nruntime = '1h'\ntasks = 40"),
            means(true, Optional.empty()));

    assertThat(limits.enclosure()).isEmpty();
    assertThat(limits.held())
        .extracting(Limits.Held::keeper)
        .containsExactly(
            Limits.Keeper.USER_NAMESPACE,
            Limits.Keeper.PROCESS,
            Limits.Keeper.PROCESS,
            Limits.Keeper.FILE_SYSTEM,
            Limits.Keeper.LAUNCHER);
  }

  @Test
  void systemdIsAskedFirst() {
    Enclosure.Scope scope =
        (Enclosure.Scope)
            around(
                "memory = '8G'\ncpu = 1.5\ntasks = 512",
                means(false, manager(ALL), new Place(Path.of("/a"), true, ALL)));

    assertThat(scope.properties())
        .containsExactly(
            "MemoryMax=8589934592", "MemorySwapMax=0", "CPUQuota=150%", "TasksMax=512");
    assertThat(scope.group().settings())
        .extracting(setting -> setting.file() + " " + setting.value())
        .containsExactly(
            "memory.max 8589934592", "memory.swap.max 0", "cpu.max 150000 100000", "pids.max 512");
  }

  @Test
  void aManagerWithoutTheControllerIsPassedOver() {
    Enclosure.Own own =
        (Enclosure.Own)
            around("cpu = 2", means(true, manager(MEMORY), new Place(Path.of("/a"), true, ALL)));

    assertThat(own.groups())
        .containsExactly(
            new Enclosure.Group(
                Path.of("/a"), List.of(new Enclosure.Setting("cpu.max", "200000 100000", false))));
  }

  @Test
  void oneGroupIsMadeWhereOnePlaceHasEverythingAndElseOneForEach() {
    Place nearest = new Place(Path.of("/a/b"), true, MEMORY);
    Place farther = new Place(Path.of("/a"), true, ALL);
    assertThat(
            ((Enclosure.Own)
                    around(
                        "memory = '1G'\ncpu = 2", means(true, Optional.empty(), nearest, farther)))
                .groups())
        .extracting(Enclosure.Group::parent)
        .containsExactly(Path.of("/a"));

    Place memory = new Place(Path.of("/memory/a"), false, MEMORY);
    Place cpu = new Place(Path.of("/cpu/a"), false, EnumSet.of(Controller.CPU));
    assertThat(
            ((Enclosure.Own)
                    around("memory = '1G'\ncpu = 2", means(true, Optional.empty(), cpu, memory)))
                .groups())
        .extracting(group -> group.parent() + " " + group.settings().getFirst().file())
        .containsExactly("/memory/a memory.limit_in_bytes", "/cpu/a cpu.cfs_period_us");
  }

  @Test
  void whatCannotBeKeptIsRefusedEachWithItsPlace() {
    assertThat(refusals("memory = '1G'\ncpu = 2\ntasks = 40", means(false, Optional.empty())))
        .satisfiesExactly(
            memory ->
                assertThat(memory)
                    .startsWith(
                        "web.toml:2:10: memory = 1G cannot be kept here: it needs the memory controller, but there is none")
                    .contains("loginctl enable-linger"),
            cpu -> assertThat(cpu).startsWith("web.toml:3:7: cpu = 2 cannot be kept here"),
            tasks ->
                assertThat(tasks)
                    .startsWith("web.toml:4:9: tasks = 40 cannot be kept here")
                    .contains("Linux 5.14"));
  }
}
