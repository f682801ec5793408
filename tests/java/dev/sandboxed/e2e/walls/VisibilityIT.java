package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Contrast;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is visible unless a grant says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisibilityIT {

  private final HostWorld world = HostWorld.create().setXdgDirectories();
  private final Path inTmp = inTmp();
  private final String outsideOfHome = world.backstage().resolve("note").toString();

  @AfterAll
  void tearDown() throws IOException {
    Files.delete(inTmp);
    world.close();
  }

  private static Path inTmp() {
    try {
      return Files.writeString(
          Files.createTempFile(Path.of("/tmp"), "sandboxed-visibility-", ""), "canary");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  List<Contrast> notGranted() throws IOException {
    Files.writeString(Path.of(outsideOfHome), "canary");
    world.set("MY_TOKEN", "canary-variable");
    Map<String, String> probes = new LinkedHashMap<>();
    probes.put("the person's private key", "cat ~/.ssh/id_rsa");
    probes.put("that there is a private key", "test -e ~/.ssh");
    probes.put("another project", "cat ../other/notes.txt");
    probes.put("the listing of the person's home", "ls -A ~ | grep -q .ssh");
    probes.put("the listing of the projects", "ls .. | grep -q other");
    probes.put("the person's other files", "cat " + outsideOfHome);
    probes.put("root's home", "test -d /root");
    probes.put("the homes of others", "test -d /home");
    probes.put("/etc/shadow", "test -e /etc/shadow");
    probes.put("who else has an account", "grep -q ^root: /etc/passwd");
    probes.put(
        "/etc/hosts as a whole directory's part", "test -e /etc/fstab || test -e /etc/init.d");
    probes.put("/var", "test -d /var/lib/dpkg -o -d /var/lib/systemd");
    probes.put("what is in /run", "ls -A /run | grep -qvxE 'lock|mysqld|postgresql|session'");
    probes.put("/sys", "test -d /sys/kernel");
    probes.put("/boot or /opt or /srv", "test -d /boot || test -d /opt || test -d /srv");
    probes.put("the host's /tmp", "cat " + inTmp);
    probes.put("the runtime directory", "test -d " + world.home().resolveSibling("runtime"));
    probes.put("the host's processes", "test -d /proc/" + ProcessHandle.current().pid());
    probes.put("the host's first process", "grep -v bwrap /proc/1/comm");
    probes.put("a variable nobody passed", "printenv MY_TOKEN");
    probes.put(
        "the host's environment in any process",
        "cat /proc/*/environ 2>&1 | grep -aq canary-variable");
    probes.put("the host's disks", "grep -q . /sys/block/*/size");
    return Contrast.of(world, probes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notGranted")
  void cannotBeSeenInside(Contrast probe) {
    probe.assertWorksOutsideOnly();
    assertThat(probe.inside().text()).doesNotContain("canary", world.sshKey());
  }

  @Test
  void theRootHoldsOnlyWhatWasPutThere() {
    assertThat(inside("ls -A /").lines())
        .contains("SANDBOX.md", "dev", "etc", "proc", "tmp", "usr", "var")
        .isSubsetOf(
            "SANDBOX.git",
            "SANDBOX.md",
            "bin",
            "dev",
            "etc",
            "lib",
            "lib32",
            "lib64",
            "libx32",
            "nix",
            "proc",
            "run",
            "sbin",
            "tmp",
            "usr",
            "var");
  }

  @Test
  void onlyHarmlessDevicesAreThere() {
    assertThat(inside("ls -A /dev").lines())
        .contains("null", "random", "tty")
        .isSubsetOf(
            "console", "core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr",
            "stdin", "stdout", "tty", "urandom", "zero");
  }

  @Test
  void nothingOutsideTheProjectCanBeWrittenAndKept() {
    String tried =
        inside(
            """
            for place in / /etc /usr /usr/bin /var /proc; do
              touch "$place/litter" 2>/dev/null && echo "wrote $place"
            done
            echo nobody 2>/dev/null >>/etc/passwd && echo "wrote /etc/passwd"
            for place in ~ /tmp /var/tmp; do
              touch "$place/litter" || echo "cannot write $place"
            done
            touch here
            true
            """);

    assertThat(tried).isEmpty();
    assertThat(world.home().resolve("litter")).doesNotExist();
    assertThat(Path.of("/tmp/litter")).doesNotExist();
    assertThat(Path.of("/var/tmp/litter")).doesNotExist();
    assertThat(world.project().resolve("here")).exists();
  }

  @Test
  void thePersonIsTheSameInside() {
    Outcome outside = world.shell("id -u; id -g; pwd; echo ~");

    assertThat(inside("id -u; id -g; pwd; echo ~")).isEqualTo(outside.out());
  }

  private String inside(String script) {
    Outcome outcome = Launch.quietly(world).shell(script);
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out();
  }
}
