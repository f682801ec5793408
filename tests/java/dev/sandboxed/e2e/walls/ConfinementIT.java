package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel holds back from the agent's processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfinementIT {

  private static final List<String> NAMESPACES =
      List.of("user", "pid", "ipc", "uts", "cgroup", "mnt", "net");

  private final HostWorld world = HostWorld.create();

  @AfterAll
  void tearDown() {
    world.close();
  }

  @Test
  void theAgentHoldsNoCapabilityAndCanGainNone() {
    String status = "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status";

    assertThat(fields(world.shell(status))).doesNotContainEntry("CapBnd", "0000000000000000");
    assertThat(fields(inside(status)))
        .containsEntry("CapInh", "0000000000000000")
        .containsEntry("CapPrm", "0000000000000000")
        .containsEntry("CapEff", "0000000000000000")
        .containsEntry("CapBnd", "0000000000000000")
        .containsEntry("CapAmb", "0000000000000000")
        .containsEntry("NoNewPrivs", "1")
        .containsEntry("Seccomp", "2");
  }

  @Test
  void noMountHonoursSetuidPrograms() {
    String honouring = "awk '$6 !~ /nosuid/ { print $5 }' /proc/self/mountinfo";

    assertThat(world.shell(honouring).out()).isNotEmpty();
    assertThat(inside(honouring).out()).isEmpty();
  }

  @Test
  void aSetuidProgramIsAnOrdinaryOne() throws IOException {
    // passwd --status reads /etc/shadow, which needs root's rights.
    Outcome outside = world.shell("test -u \"$(command -v passwd)\" && passwd --status");
    Outcome inside = inside("test -u \"$(command -v passwd)\" && passwd --status");

    OutcomeAssert.assertThat(outside).succeeded();
    if (rootIsThere()) {
      assertThat(inside.out()).doesNotStartWith(outside.out().strip());
    }
  }

  /**
   * Not where tests/run had to make a user namespace to have a /nix/store: no program outside the
   * sandbox gets root's rights there, either.
   */
  private static boolean rootIsThere() throws IOException {
    return Files.readString(Path.of("/proc/self/uid_map")).strip().startsWith("0 ");
  }

  @ParameterizedTest
  @CsvSource({"full,net", "none,''"})
  void theAgentIsInNamespacesOfItsOwn(String tier, String shared) {
    String links =
        "for one in "
            + String.join(" ", NAMESPACES)
            + "; do echo \"$one: $(readlink /proc/self/ns/$one)\"; done";
    Map<String, String> outside = fields(world.shell(links));
    Map<String, String> inside = fields(inside(links, "--network", tier));

    assertThat(inside).containsOnlyKeys(NAMESPACES).doesNotContainValue("");
    List<String> same = new ArrayList<>(NAMESPACES);
    same.removeIf(one -> !inside.getOrDefault(one, "").equals(outside.get(one)));
    assertThat(String.join(" ", same)).isEqualTo(shared);
  }

  @Test
  void theSandboxHasItsOwnHostName() {
    assertThat(inside("uname -n").out().strip())
        .isEqualTo("sandboxed")
        .isNotEqualTo(world.shell("uname -n").out().strip());
  }

  @Test
  void theFirstProcessHasNothingFromTheHostsEnvironment() {
    world.set("MY_TOKEN", "canary-of-first");
    String environ = "cat /proc/1/environ; echo end";

    OutcomeAssert.assertThat(world.shell("cat /proc/self/environ")).outContains("canary-of-first");
    OutcomeAssert.assertThat(inside(environ)).succeeded().outIs("end");
  }

  @Test
  void anOpenDirectoryIsNotInherited() {
    String open = "exec 7<\"$HOME/.ssh\"; exec \"$@\"";
    String look = "cat /proc/self/fd/7/id_rsa; ls /proc/self/fd";

    OutcomeAssert.assertThat(world.shell(open, "sh", "-c", look)).outContains(world.sshKey());
    OutcomeAssert.assertThat(world.shell(open, sandboxed(look)))
        .outLacks(world.sshKey())
        // ls itself has the directory open as 3.
        .outIs("0\n1\n2\n3");
  }

  @Test
  void aListeningSocketIsNotInherited() {
    String listen =
        """
        exec perl -MSocket -e '
          $^F = 100;
          socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!;
          listen($s, 1) or die $!;
          exec @ARGV or die $!;
        ' -- "$@"
        """;
    String look = "for fd in /proc/self/fd/*; do readlink \"$fd\"; done; true";

    OutcomeAssert.assertThat(world.shell(listen, "sh", "-c", look)).outContains("socket:");
    OutcomeAssert.assertThat(world.shell(listen, sandboxed(look))).succeeded().outLacks("socket:");
  }

  /** The second form sets a bit that the kernel ignores. */
  @ParameterizedTest
  @CsvSource({"0x5412", "0x100005412"})
  void nothingCanBeTypedIntoThePersonsTerminal(String request) {
    // ioctl has the number 29 on ARM. EIO is the answer of a kernel that refuses it to everybody.
    String line =
        """
        perl -e 'my $call = `uname -m` =~ /aarch64/ ? 29 : 16;
                 my $sign = "x";
                 print syscall($call, 0, hex(shift), $sign) == 0 ? "typed" : "error " . ($! + 0), "\\n"' %s
        """
            .formatted(request);

    assertThat(inTerminal("sh", "-c", line).out()).containsAnyOf("typed", "error 5");
    assertThat(inTerminal(sandboxed(line)).out()).contains("error 1\r").doesNotContain("typed");
  }

  /** Inside, root may not do what it can do outside because it owns the files. */
  @Test
  void theKernelsSettingsAreOutOfRootsReach() {
    String write = "echo renamed >/proc/self/comm && echo written";
    String[] asRoot = {"unshare", "--user", "--map-root-user"};

    OutcomeAssert.assertThat(world.shell("unshare --user --map-root-user sh -c \"$1\"", write))
        .outContains("written");
    OutcomeAssert.assertThat(Launch.quietly(world).behind(asRoot).shell("id -u; " + write))
        .outIs("0")
        .errContains("Read-only file system");
  }

  private Outcome inTerminal(String... command) {
    // script takes one line; env keeps the words separate.
    return world.shell("script -qec \"$(printf '%q ' \"$@\")\" /dev/null </dev/null", command);
  }

  private Outcome inside(String script, String... options) {
    return Launch.quietly(world).with(options).shell(script);
  }

  private String[] sandboxed(String script) {
    return Launch.quietly(world).shellLaunch(script).words().toArray(String[]::new);
  }

  private static Map<String, String> fields(Outcome outcome) {
    OutcomeAssert.assertThat(outcome).succeeded();
    Function<String, String> name = line -> line.substring(0, line.indexOf(':'));
    Function<String, String> value = line -> line.substring(line.indexOf(':') + 1).strip();
    return outcome.out().lines().collect(Collectors.toMap(name, value, (a, b) -> b, TreeMap::new));
  }
}
