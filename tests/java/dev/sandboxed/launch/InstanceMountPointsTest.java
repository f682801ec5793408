package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.state.Instances;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceMountPointsTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Path INSIDE = Path.of("/home/ana/.agent");

  @TempDir Path top = Path.of("");

  @Test
  void everythingThatThePlanMountsInAnInstanceHasAPlaceThere() {
    Path instance = Disk.directory(top.resolve("instance"));
    Path file = Disk.file(top.resolve("file"), "x");
    Path directory = Disk.directory(top.resolve("directory"));
    prepare(
        instance,
        new MountStep.WritableBind(top, Path.of("/home/ana"), TEST),
        new MountStep.WritableBind(instance, INSIDE, TEST),
        new MountStep.ReadOnlyBind(directory, INSIDE.resolve("commands"), TEST),
        new MountStep.ReadOnlyBind(file, INSIDE.resolve("commands/one"), TEST),
        new MountStep.MaskedDirectory(INSIDE.resolve("deep/hidden"), false, TEST),
        new MountStep.MaskedFile(INSIDE.resolve("deep/secret"), TEST),
        new MountStep.PlanFile("notes", INSIDE.resolve("notes"), TEST),
        new MountStep.ReadOnlyBind(file, INSIDE.resolve("settings"), TEST),
        new MountStep.ReadOnlyBind(file, Path.of("/home/ana/elsewhere"), TEST));
    assertThat(instance.resolve("commands")).isEmptyDirectory();
    assertThat(instance.resolve("deep/hidden")).isEmptyDirectory();
    assertThat(instance.resolve("deep/secret")).isEmptyFile();
    assertThat(instance.resolve("notes")).isEmptyFile();
    assertThat(instance.resolve("settings")).isEmptyFile();
    assertThat(instance.toFile().list())
        .containsExactlyInAnyOrder("commands", "deep", "notes", "settings");
    assertThat(top.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void aPlaceForSettingsThatAreGoneIsRemoved() {
    Path instance = Disk.directory(top.resolve("instance"));
    Disk.file(instance.resolve("settings"), "");
    Disk.file(instance.resolve("memory"), "");
    Disk.file(instance.resolve("login"), "");
    prepare(
        instance,
        new MountStep.WritableBind(instance, INSIDE, TEST),
        new MountStep.ReadOnlyBind(
            Disk.file(top.resolve("file"), "x"), INSIDE.resolve("memory"), TEST));
    assertThat(instance.toFile().list()).containsExactlyInAnyOrder("memory", "login");
  }

  private static void prepare(Path instance, MountStep... steps) {
    AgentState state =
        new AgentState(
            INSIDE,
            Optional.of(instance),
            List.of(),
            List.of(Path.of("settings"), Path.of("memory")),
            List.of(),
            TEST);
    Path unused = instance.resolveSibling("state");
    InstanceMountPoints.prepare(new Plans().mounts(steps).built(), state, new Instances(unused));
  }
}
