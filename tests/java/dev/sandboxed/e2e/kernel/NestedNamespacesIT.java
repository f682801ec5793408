package dev.sandboxed.e2e.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
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

/** What root of a user namespace that a program inside has made is kept from, where it may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NestedNamespacesIT {

  private static final String ROOT = "unshare --user --map-root-user --pid --fork --net ";

  // A mask is a mount point however its directory is reached. renameat has these numbers.
  private static final String BEHIND_A_CHROOT =
      ROOT
          + """
          perl -MPOSIX -e '
            my ($number, $from, $to) = (`uname -m` =~ /aarch64/ ? 38 : 264, ".env", "sub/moved");
            my $project = POSIX::open(".", O_RDONLY);
            mkdir "sub"; chroot "sub" or die "chroot: $!"; chdir "/";
            syscall($number, $project, $from, $project, $to) == 0 or die "rename: $!"' &&
          mv sub/moved .env
          """;

  private final HostWorld world = HostWorld.create();
  private final String nested = Profiles.nestedUserNamespaces(world);
  private final Launch launch = Launch.quietly(world).with("--network=none", nested);

  @AfterAll
  void tearDown() {
    world.close();
  }

  List<Contrast> attacks() {
    Map<String, String> scripts = new LinkedHashMap<>();
    scripts.put("reading a mask", ROOT + "grep -q . .env");
    scripts.put("renaming a mask", ROOT + "mv .env moved && mv moved .env");
    scripts.put("renaming it from behind a chroot", BEHIND_A_CHROOT);
    scripts.put("a setuid program", ROOT + "install -m 4755 /bin/true tool && rm tool");
    scripts.put("the packet filter", ROOT + "perl -e 'socket(my $s, 16, 3, 12) or die $!'");
    scripts.put("packets", ROOT + "perl -e 'socket(my $s, 17, 3, 0) or die $!'");
    return Contrast.of(world, scripts, "--network=none", nested);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void itStaysRefused(Contrast attack) {
    attack.assertWorksOutsideOnly();
  }

  @Test
  void itIsTheMaskThatCannotBeRenamed() {
    OutcomeAssert.assertThat(launch.shell(BEHIND_A_CHROOT))
        .failed()
        .errContains("rename: Device or resource busy");
    OutcomeAssert.assertThat(
            Undefended.of(launch, "sh", "-c", BEHIND_A_CHROOT)
                .withoutMount(world.project().resolve(".env"))
                .outcome())
        .succeeded();
    assertThat(world.project().resolve(".env")).content().contains(world.envSecret());
  }

  @Test
  void itSetsUpANetworkOfItsOwn() {
    OutcomeAssert.assertThat(launch.shell(ROOT + "ip link set lo up")).succeeded();
  }
}
