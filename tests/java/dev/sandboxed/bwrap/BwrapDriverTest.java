package dev.sandboxed.bwrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.seccomp.FilterProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BwrapDriverTest {

  private static final Path PROGRAM = Path.of("/usr/bin/bwrap");
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");
  private static final Path DIRECTORY = Path.of("/cache/plans/1");
  private static final Origin TEST = new Origin.BuiltIn("test");

  @Test
  void aPlanIsTheProgramItsArgumentsAndTheFilter() {
    SandboxPlan plan = new Plans().built();
    Map<String, byte[]> files =
        new BwrapDriver(PROGRAM, Optional.empty(), Optional.empty()).files(plan, DIRECTORY);

    assertThat(files).containsOnlyKeys("bwrap", "bwrap.args", "empty", "entrance", "seccomp.bpf");
    assertThat(text(files, "bwrap")).isEqualTo("/usr/bin/bwrap\0");
    assertThat(text(files, "bwrap.args"))
        .isEqualTo(String.join("\0", BwrapArguments.of(plan, DIRECTORY)) + "\0");
    assertThat(files.get("seccomp.bpf"))
        .isEqualTo(FilterProgram.of(plan.isolation().systemCalls().value()));
  }

  @Test
  void theProgramIsStartedInPrivateMountsWhereThatIsAllowed() {
    assertThat(entrance(new Plans(), Optional.of(UNSHARE)))
        .isEqualTo(
            "/usr/bin/unshare\0--user\0--map-root-user\0--mount\0--propagation\0private\0--\0");
    assertThat(entrance(new Plans(), Optional.empty())).isEmpty();
  }

  @Test
  void theNetworksEntranceMakesPrivateMountsAlready() {
    assertThat(entrance(new Plans().internet(new InternetTier()), Optional.of(UNSHARE))).isEmpty();
  }

  /** In the internet tier they come behind the entrance of the network. */
  @Test
  void aCopyOfGitsConfigurationIsMountedInFrontOfIt() {
    MountStep copy =
        new MountStep.OwnCopy(
            Path.of("/state/link"),
            Path.of("/SANDBOX.git/copy"),
            Path.of("/home/ana/shop/.git/config"),
            new Origin.BuiltIn("test"));
    String words = "--\0/state/link\0/home/ana/shop/.git/config\0--\0";

    assertThat(entrance(new Plans().mounts(copy), Optional.of(UNSHARE)))
        .startsWith("/usr/bin/unshare\0")
        .contains("private\0--\0/usr/bin/perl\0-e\0")
        .endsWith(words);
    assertThat(entrance(new Plans().mounts(copy).internet(new InternetTier()), Optional.empty()))
        .startsWith("/usr/bin/perl\0-e\0")
        .endsWith(words);
  }

  @Test
  void devicesThatTheAgentCouldChangeAreMadeUnchangeableInFrontOfIt() {
    Plans plans =
        new Plans()
            .mounts(new MountStep.Device(Path.of("/dev/dri"), Path.of("/dev/gpu"), TEST))
            .covering(new KernelPath.FixedDevice(Path.of("/dev/null"), TEST));

    assertThat(entrance(plans, Optional.of(UNSHARE)))
        .contains("private\0--\0/usr/bin/perl\0-e\0")
        .endsWith("--\0/dev/null\0/dev/dri\0--\0");
  }

  @Test
  void manyMountsInOneDirectoryAreGatheredAndTakenByOne() {
    Map<String, byte[]> files = withPerl(new Plans().mounts(many("/nix/store", 100)));

    assertThat(text(files, "gathered/0/paths"))
        .startsWith("/host/0\0000\0/host/1\0001\0")
        .endsWith("/host/99\00099\0");
    assertThat(text(files, "entrance")).endsWith("--\0/cache/plans/1/gathered/0/paths\0--\0");
    assertThat(text(files, "bwrap.args"))
        .contains("\0--ro-bind\0/cache/plans/1/gathered/0\0/nix/store\0")
        .doesNotContain("/host/");
  }

  @Test
  void fewMountsAndThoseInADirectoryWithMoreInItAreNot() {
    MountStep parent =
        new MountStep.ReadOnlyBind(Path.of("/nix/store"), Path.of("/nix/store"), TEST);
    MountStep link = new MountStep.Symlink("0", Path.of("/nix/store/link"), TEST);

    assertThat(withPerl(new Plans().mounts(many("/nix/store", 99))))
        .doesNotContainKey("gathered/0/paths");
    for (MountStep more : List.of(parent, link)) {
      List<MountStep> mounts = new ArrayList<>(List.of(more));
      mounts.addAll(many("/nix/store", 100));
      assertThat(withPerl(new Plans().mounts(mounts))).doesNotContainKey("gathered/0/paths");
    }
    assertThat(
            new BwrapDriver(PROGRAM, Optional.of(UNSHARE), Optional.empty())
                .files(new Plans().mounts(many("/nix/store", 100)).built(), DIRECTORY))
        .doesNotContainKey("gathered/0/paths");
  }

  private static List<MountStep> many(String directory, int count) {
    return IntStream.range(0, count)
        .<MountStep>mapToObj(number ->
            new MountStep.ReadOnlyBind(
                Path.of("/host/" + number), Path.of(directory + "/" + number), TEST))
        .toList();
  }

  private static Map<String, byte[]> withPerl(Plans plans) {
    return new BwrapDriver(PROGRAM, Optional.of(UNSHARE), Optional.of(Path.of("/usr/bin/perl")))
        .files(plans.built(), DIRECTORY);
  }

  private static String entrance(Plans plans, Optional<Path> unshare) {
    return text(
        new BwrapDriver(PROGRAM, unshare, Optional.of(Path.of("/usr/bin/perl")))
            .files(plans.built(), DIRECTORY),
        "entrance");
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }
}
