package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPointsTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final Path INSIDE = Path.of("/inside");

  @TempDir Path source = Path.of("");

  @BeforeEach
  void files() {
    Disk.file(source.resolve("there/file"), "x");
    Disk.link(source.resolve("link"), "there");
  }

  @Test
  void somethingCanBeMountedOnWhatExists() {
    assertThatCode(() -> check(bind(), masked("there/file"), masked("there")))
        .doesNotThrowAnyException();
  }

  @Test
  void everyMissingMountPointAndEverySymlinkIsReportedWithItsRule() {
    assertThat(
            Refusals.textsOf(() -> check(bind(), masked("gone"), masked("link"), masked("there"))))
        .containsExactly(
            "nothing can be mounted at /inside/gone, which is missing in /inside (the rule)\n"
                + "  make it first: sandboxed creates nothing in directories it binds",
            "nothing can be mounted at /inside/link, which is a symlink in /inside (the rule)\n"
                + "  name the place that the symlink leads to");
  }

  @Test
  void whereAFileOfThePlanHasNoPlaceTheGrantIsTooWide() {
    MountStep notes = new MountStep.PlanFile("notes", INSIDE.resolve("gone"), RULE);
    assertThat(Refusals.textsOf(() -> check(bind(), notes)))
        .containsExactly(
            "nothing can be mounted at /inside/gone, which is missing in /inside (the rule)\n"
                + "  grant only the parts of /inside that are needed");
  }

  @Test
  void readOnlyBindsAndAnchorsAreCheckedToo() {
    assertThat(
            Refusals.codesOf(
                () -> check(new MountStep.ReadOnlyBind(source, INSIDE, RULE), masked("gone"))))
        .containsExactly("launch.no-mount-point");
    assertThat(
            Refusals.codesOf(() ->
                check(
                    bind(),
                    new MountStep.Anchor(source.resolve("there"), INSIDE.resolve("there"), RULE),
                    masked("there/gone"))))
        .containsExactly("launch.no-mount-point");
  }

  @Test
  void inADirectoryInMemoryMountPointsAreMade() {
    assertThatCode(() ->
            check(
                new MountStep.Tmpfs(INSIDE, 0700, RULE),
                new MountStep.ReadOnlyBind(source, INSIDE.resolve("a/b"), RULE)))
        .doesNotThrowAnyException();
  }

  @Test
  void theNearestMountAboveCounts() {
    assertThatCode(() ->
            check(
                bind(),
                new MountStep.Tmpfs(INSIDE.resolve("there"), 0700, RULE),
                masked("there/gone")))
        .doesNotThrowAnyException();
  }

  private MountStep bind() {
    return new MountStep.WritableBind(source, INSIDE, RULE);
  }

  private static MountStep masked(String path) {
    return new MountStep.MaskedFile(INSIDE.resolve(path), RULE);
  }

  private static void check(MountStep... steps) {
    MountPoints.check(new Plans().mounts(steps).built());
  }
}
