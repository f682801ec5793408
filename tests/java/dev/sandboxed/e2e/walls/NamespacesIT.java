package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Undefended;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Namespaces inside the sandbox: none, or those in which no mount can be made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespacesIT {

  private static final String ROOT = "unshare --user --map-root-user ";

  // The host's control groups, with which a person's processes can be killed. In a user namespace
  // without a map, because root needs none; its rights end with the program.
  private static final String GROUPS =
      """
      mkdir -p /tmp/groups
      perl -e '
        my ($type, $place, $what, $arm) = ("cgroup2", "/tmp/groups", "none", `uname -m` =~ /aarch64/);
        syscall($arm ? 97 : 272, 0x12020000) == 0 or die "unshare: $!";
        syscall($arm ? 40 : 165, $what, $place, $type, 0, 0) == 0 or die "mount: $!";
        print "mounted" if -e "/tmp/groups/cgroup.procs"'
      """;

  private final HostWorld world = HostWorld.create();

  @AfterAll
  void tearDown() {
    world.close();
  }

  private static Map<String, String> scripts(String... namesAndScripts) {
    Map<String, String> scripts = new LinkedHashMap<>();
    for (int index = 0; index < namesAndScripts.length; index += 2) {
      scripts.put(namesAndScripts[index], namesAndScripts[index + 1]);
    }
    return scripts;
  }

  /** By its number on x86_64 and on aarch64, so that it needs no program that may be missing. */
  private static String call(int x86, int aarch64, String arguments) {
    return "perl -e 'my $n = `uname -m` =~ /aarch64/ ? "
        + aarch64
        + " : "
        + x86
        + "; my ($a, $b) = (\"tmpfs\", \"/\"); my $r = syscall($n, "
        + arguments
        + "); exit($r < 0)'";
  }

  /** User namespaces, and what is harmless inside one. */
  private static Map<String, String> harmless() {
    return scripts(
        "user", "unshare --user true",
        "root in it", ROOT + "true",
        "processes", ROOT + "--pid --fork true",
        "network", ROOT + "--net true",
        "shared memory", ROOT + "--ipc true",
        "host name", ROOT + "--uts true",
        "by clone", call(56, 220, "0x10000000 | 17, 0, 0, 0, 0"));
  }

  private static Map<String, String> harmful() {
    return scripts(
        "mounts",
        ROOT + "--mount true",
        "control groups",
        ROOT + "--cgroup true",
        "clocks",
        ROOT + "--time true",
        "mounts by clone",
        call(56, 220, "0x10020000 | 17, 0, 0, 0, 0"),
        "the mount of the control groups",
        GROUPS,
        "bubblewrap",
        "bwrap --ro-bind / / true");
  }

  /** Each needs root in a user namespace, and an argument that the kernel would take. */
  private static Map<String, String> mountCalls() {
    return scripts(
        "a mount", ROOT + "--mount mount -t tmpfs tmpfs /tmp",
        "a new file system", ROOT + "--mount " + call(430, 430, "$a, 0"),
        "a tree of mounts", ROOT + "--mount " + call(428, 428, "-100, $b, 0x8001"),
        "an attribute of a mount", ROOT + "--mount mount -o remount,bind,ro /",
        "an unmount", ROOT + "--mount sh -c 'mount -t tmpfs t /tmp && umount /tmp'",
        "a namespace that is there", ROOT + "--net nsenter --net=/proc/self/ns/net true");
  }

  List<Contrast> byDefault() {
    Map<String, String> all = new LinkedHashMap<>(harmless());
    all.putAll(harmful());
    all.putAll(mountCalls());
    return Contrast.of(world, all, "--network=none");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("byDefault")
  void noneIsMade(Contrast tried) {
    tried.assertWorksOutsideOnly();
  }

  List<Contrast> refusedEvenIfAllowed() {
    Map<String, String> all = new LinkedHashMap<>(harmful());
    all.putAll(mountCalls());
    return Contrast.of(world, all, Profiles.nestedUserNamespaces(world));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedEvenIfAllowed")
  void ifTheyAreAllowedNoneIsMadeThatUncoversMasks(Contrast tried) {
    tried.assertWorksOutsideOnly();
  }

  @Test
  @Flips(profile = "kernel.nested_userns")
  void ifTheyAreAllowedTheOthersAreMade() {
    assertThat(Contrast.of(world, harmless(), Profiles.nestedUserNamespaces(world)))
        .allSatisfy(tried -> {
          assertThat(tried.outside().exit()).as("outside: %s", tried).isZero();
          assertThat(tried.inside().exit()).as("inside: %s", tried.inside()).isZero();
        });
  }

  @Test
  void theAuditSaysIfTheyAreAllowed() {
    Outcome audit =
        Launch.of(world, "run").with(Profiles.nestedUserNamespaces(world)).command("true");

    OutcomeAssert.assertThat(audit)
        .succeeded()
        .errContains("more of the kernel is within their reach (profile nested, ");
  }

  /** As the person, and as root, who needs no control group of its own for it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "root"})
  void theHostsControlGroupsAreOutOfReach(String who) {
    String[] entrance =
        who.isEmpty() ? new String[0] : new String[] {"unshare", "--user", "--map-root-user"};
    world.behind(entrance);
    Launch launch = Launch.quietly(world).with("--network=none");

    OutcomeAssert.assertThat(launch.shell(GROUPS)).failed().outIs("");
    OutcomeAssert.assertThat(
            Undefended.of(launch, "sh", "-c", GROUPS)
                .without("--disable-userns", "--assert-userns-disabled")
                .withoutFilter()
                .outcome())
        .succeeded()
        .outIs("mounted");
    world.behind();
  }
}
