package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Undefended;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No program in the project becomes one that others run with the person's rights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetIdIT {

  private final HostWorld world = HostWorld.create();

  @AfterAll
  void tearDown() {
    world.close();
  }

  List<Contrast> ways() {
    return Contrast.of(world, scripts(), "--network=none");
  }

  /** Each makes a program with the bit, and removes it again. */
  private static Map<String, String> scripts() {
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put("setuid by chmod", "cp /bin/true tool; chmod 4755 tool; " + found());
    ways.put("setgid by chmod", "cp /bin/true tool; chmod g+s tool; " + found());
    ways.put("install", "install -m 4755 /bin/true tool; " + found());
    ways.put("by its descriptor", "perl -e 'open(F, q(>tool)); chmod(04755, *F)'; " + found());
    ways.put("by fchmodat2", ": >tool; " + perl("fchmodat2", "-100, $name, 04755, 0"));
    ways.put("when it is made", perl("openat", "-100, $name, 0101, 04755"));
    ways.put("as a node", perl("mknodat", "-100, $name, 0104755, 0"));
    ways.put(
        "without a name",
        "perl -e '"
            + NUMBERS
            + "my $d = q(.); my $f = syscall($number{openat}, -100, $d,"
            + " 020200002, 04755); open(F, qq(+<&=$f)); exit !-u F'");
    ways.put(
        "in an archive",
        "printf x >tool; tar --mode=4755 -cf t.tar tool; rm tool; tar -xpf t.tar; rm t.tar; "
            + found());
    return ways;
  }

  private static final String NUMBERS =
      "my $arm = `uname -m` =~ /aarch64/; my $name = q(tool);"
          + " my %number = (openat => $arm ? 56 : 257, mknodat => $arm ? 33 : 259,"
          + " fchmodat2 => 452); ";

  private static String perl(String call, String arguments) {
    return "perl -e '" + NUMBERS + "syscall($number{" + call + "}, " + arguments + ")'; " + found();
  }

  private static String found() {
    return "test -u tool -o -g tool; found=$?; rm -f tool; exit $found";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void noFileGetsTheBit(Contrast way) {
    way.assertWorksOutsideOnly();
  }

  @Test
  void theFilterRefusesIt() {
    Launch launch = Launch.quietly(world).with("--network=none");
    for (Map.Entry<String, String> way : scripts().entrySet()) {
      OutcomeAssert.assertThat(
              Undefended.of(launch, "sh", "-c", way.getValue()).withoutFilter().outcome())
          .succeeded();
    }
  }

  @Test
  void allOtherPermissionsCanStillBeSet() {
    String script =
        """
        set -e
        umask 022
        install -m 750 /bin/true tool; chmod 1777 tool; chmod u=rwx,go=rx tool
        mkdir -m 1777 shared; cp -a tool shared/; tar -cf t.tar shared; rm -r shared; tar -xpf t.tar
        git init -q again; mkfifo pipe
        stat -c '%a %n' tool shared shared/tool pipe
        rm -rf tool shared t.tar again pipe
        """;
    OutcomeAssert.assertThat(Launch.quietly(world).with("--network=none").shell(script))
        .succeeded()
        .outIs("755 tool\n1777 shared\n755 shared/tool\n644 pipe");
  }

  /** A filter does not see what is asked through a ring. Without one, programs manage. */
  @Test
  void thereIsNoIoUring() {
    String ask =
        "perl -e 'my $p = qq(\\0) x 120; my $fd = syscall(425, 8, $p); print $fd < 0 ? $! + 0 : q(a ring)'";

    OutcomeAssert.assertThat(world.shell(ask)).outIs("a ring");
    assertThat(Launch.quietly(world).with("--network=none").shell(ask).out()).isEqualTo("1");
  }
}
