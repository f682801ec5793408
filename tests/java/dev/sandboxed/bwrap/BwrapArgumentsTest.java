package dev.sandboxed.bwrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BwrapArgumentsTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Path PLAN = Path.of("/cache/plans/1");

  @Test
  void theSmallestPlanIsTheseWordsInThisOrder() {
    assertThat(BwrapArguments.of(new Plans().built(), PLAN))
        .containsExactly(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup",
            "--disable-userns",
            "--assert-userns-disabled",
            "--uid",
            "1000",
            "--gid",
            "100",
            "--hostname",
            "sandboxed",
            "--die-with-parent",
            "--cap-drop",
            "ALL",
            "--seccomp",
            "5",
            "--remount-ro",
            "/",
            "--clearenv",
            "--chdir",
            "/home/ana/work/shop");
  }

  @Test
  void aPlanWithEverythingIsTheseWordsInThisOrder() {
    Plans plans =
        new Plans()
            .offline()
            .mounts(
                new MountStep.Symlink("usr/bin", Path.of("/bin"), TEST),
                new MountStep.Dev(Path.of("/dev"), TEST),
                new MountStep.PlanFile("passwd", Path.of("/etc/passwd"), TEST),
                new MountStep.Tmpfs(Path.of("/home/ana"), 0700, TEST),
                new MountStep.WritableBind(Path.of("/data/w"), Path.of("/w"), TEST),
                new MountStep.Anchor(Path.of("/data/w/a"), Path.of("/w/a"), TEST),
                new MountStep.MaskedFile(Path.of("/w/a/secret"), false, TEST),
                new MountStep.MaskedDirectory(Path.of("/w/closed"), false, TEST),
                new MountStep.MaskedDirectory(Path.of("/w/passed"), true, TEST),
                new MountStep.ReadOnlyBind(Path.of("/data/r"), Path.of("/w/passed/r"), TEST),
                new MountStep.Proc(Path.of("/proc"), TEST),
                new MountStep.Tmpfs(Path.of("/tmp"), 01777, TEST))
            .environment(
                new Variable.Set("A", "1 2\n$(x)", TEST),
                new Variable.Pass("SECRET", TEST),
                new Variable.Set("B", "", TEST))
            .standingIn("/w");
    assertThat(BwrapArguments.of(plans.built(), PLAN))
        .containsExactly(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup",
            "--unshare-net",
            "--disable-userns",
            "--assert-userns-disabled",
            "--uid",
            "1000",
            "--gid",
            "100",
            "--hostname",
            "sandboxed",
            "--die-with-parent",
            "--cap-drop",
            "ALL",
            "--seccomp",
            "5",
            "--symlink",
            "usr/bin",
            "/bin",
            "--dev",
            "/dev",
            "--ro-bind",
            "/cache/plans/1/etc/passwd",
            "/etc/passwd",
            "--perms",
            "0700",
            "--tmpfs",
            "/home/ana",
            "--bind",
            "/data/w",
            "/w",
            "--bind",
            "/data/w/a",
            "/w/a",
            "--ro-bind",
            "/cache/plans/1/masked",
            "/w/a/secret",
            "--perms",
            "0000",
            "--tmpfs",
            "/w/closed",
            "--perms",
            "0111",
            "--tmpfs",
            "/w/passed",
            "--ro-bind",
            "/data/r",
            "/w/passed/r",
            "--proc",
            "/proc",
            "--perms",
            "1777",
            "--tmpfs",
            "/tmp",
            "--remount-ro",
            "/w/closed",
            "--remount-ro",
            "/w/passed",
            "--remount-ro",
            "/",
            "--clearenv",
            "--setenv",
            "A",
            "1 2\n$(x)",
            "--setenv",
            "B",
            "",
            "--chdir",
            "/w");
  }

  @Test
  void aNetworkThatIsAlreadyThereIsKept() {
    assertThat(BwrapArguments.of(new Plans().internet(new InternetTier()).built(), PLAN))
        .isEqualTo(BwrapArguments.of(new Plans().built(), PLAN));
  }

  @Test
  void whatTheKernelShowsIsCoveredAfterEveryMount() {
    Plans plans =
        new Plans()
            .mounts(new MountStep.Proc(Path.of("/proc"), TEST))
            .covering(
                new KernelPath.HiddenFile(Path.of("/proc/keys"), TEST),
                new KernelPath.HiddenDirectory(Path.of("/proc/fs"), TEST),
                new KernelPath.ReadOnly(Path.of("/proc"), TEST));

    assertThat(String.join(" ", BwrapArguments.of(plans.built(), PLAN)))
        .contains(
            "--proc /proc --ro-bind /cache/plans/1/masked /proc/keys"
                + " --perms 0000 --tmpfs /proc/fs --remount-ro /proc/fs --remount-ro /proc"
                + " --remount-ro / ");
  }

  @Test
  void userNamespacesThatAreAllowedAreNotDisabled() {
    assertThat(BwrapArguments.of(new Plans().nesting().built(), PLAN))
        .doesNotContain("--disable-userns", "--assert-userns-disabled");
  }

  @Test
  void moreArgumentsThanBubblewrapTakesAreRefusedWithWhatToDo() {
    // The smallest plan has 23 words, a bind three; 1000 of 9000 are the launcher's.
    assertThat(BwrapArguments.of(withBinds(2659), PLAN)).hasSize(8000);
    assertThat(Refusals.textsOf(() -> BwrapArguments.of(withBinds(2660), PLAN)))
        .singleElement()
        .asString()
        .contains("8003 arguments")
        .contains("takes 9000")
        .contains("mounts 2660 paths");
  }

  private static SandboxPlan withBinds(int count) {
    List<MountStep> steps =
        IntStream.range(0, count)
            .mapToObj(number -> Path.of("/nix/store/" + number))
            .<MountStep>map(path -> new MountStep.ReadOnlyBind(path, path, TEST))
            .toList();
    return new Plans().mounts(steps).built();
  }
}
