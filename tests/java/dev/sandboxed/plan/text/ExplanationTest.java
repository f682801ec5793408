package dev.sandboxed.plan.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.SourcePosition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final Path SHOP = Path.of("/home/ana/work/shop");
  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final Origin LINE =
      new Origin.Line("profile mine", new SourcePosition("mine.toml", 3, 9));

  private final Plans plans =
      new Plans()
          .mounts(
              new MountStep.Tmpfs(Path.of("/home/ana"), 0700, RULE),
              new MountStep.WritableBind(SHOP, SHOP, RULE),
              new MountStep.MaskedFile(SHOP.resolve(".env"), true, LINE),
              new MountStep.ReadOnlyBind(Path.of("/usr"), Path.of("/usr"), RULE))
          .environment(
              new Variable.Pass("A*", RULE),
              new Variable.Pass("AB", LINE),
              new Variable.Set("EDITOR", "vim", LINE))
          .passing("AB");

  @Test
  void aNameWithDotsIsAHostUnlessThereIsSuchAFile() {
    assertThat(explain("notes.md")).startsWith("notes.md: writable, with ");
    assertThat(explain("./api.example.org")).startsWith("./api.example.org: writable, with ");
    assertThat(explain("api.example.org"))
        .isEqualTo(
            """
            api.example.org: reachable, as from the host
              test
              (taken for a host, because there is no such file; a file is ./api.example.org)
            """);
    assertThat(explain("package.json")).startsWith("package.json: writable, with ");
    plans.internet(new InternetTier());
    assertThat(explain("api.example.org:443"))
        .doesNotContain("taken for a host")
        .contains(
            "reachable, if its address is public; explain that: getent ahosts api.example.org\n");
  }

  @Test
  void ofTheDevicesOnlyThoseThatEveryProgramExpectsAreThere() {
    plans.mounts(new MountStep.Dev(Path.of("/dev"), RULE));
    assertThat(explain("/dev/kvm")).startsWith("/dev/kvm: not visible: nothing grants it\n");
    assertThat(explain("/dev/dri/card0")).contains("not visible");
    assertThat(explain("/dev/null")).doesNotContain("not visible");
    assertThat(explain("/dev/shm/x", "/dev")).doesNotContain("not visible");
  }

  @Test
  void aPathIsDecidedByTheNearestMount() {
    assertThat(explain(".env")).isEqualTo(".env: masked\n  profile mine, mine.toml:3:9\n");
    assertThat(explain("src/main"))
        .isEqualTo("src/main: writable, with /home/ana/work/shop\n  the rule\n");
    assertThat(explain("/usr/bin/env"))
        .isEqualTo("/usr/bin/env: read-only, with /usr\n  the rule\n");
    assertThat(explain("/usr/../usr")).isEqualTo("/usr/../usr: read-only\n  the rule\n");
  }

  @Test
  void aKernelFileIsDecidedByWhatCoversIt() {
    plans
        .mounts(new MountStep.Proc(Path.of("/proc"), RULE))
        .covering(
            new KernelPath.ReadOnly(Path.of("/proc"), RULE),
            new KernelPath.HiddenFile(Path.of("/proc/keys"), LINE),
            new KernelPath.HiddenDirectory(Path.of("/proc/1"), LINE));
    assertThat(explain("/proc/keys"))
        .isEqualTo("/proc/keys: masked\n  profile mine, mine.toml:3:9\n");
    assertThat(explain("/proc/1/mem"))
        .isEqualTo("/proc/1/mem: masked, with /proc/1\n  profile mine, mine.toml:3:9\n");
    assertThat(explain("/proc/12/mem"))
        .isEqualTo("/proc/12/mem: read-only, with /proc\n  the rule\n");
  }

  @Test
  void whatNothingGrantsIsNotVisible() {
    assertThat(explain("~/.ssh"))
        .isEqualTo(
            """
            ~/.ssh: not visible: nothing grants it
              /home/ana is empty, private, gone afterwards  (the rule)
            """);
    assertThat(explain("/etc/shadow")).isEqualTo("/etc/shadow: not visible: nothing grants it\n");
    assertThat(explain("~")).isEqualTo("~: empty, private, gone afterwards\n  the rule\n");
  }

  @Test
  void anAddressIsBlockedByItsRangeUnlessAHoleNamesItsPort() {
    plans.internet(
        new InternetTier()
            .blocked("192.168.0.0/16", "private (RFC 1918)")
            .reach("192.168.1.20:5432", "127.0.0.1:11434"));
    assertThat(explain("192.168.1.21"))
        .isEqualTo("192.168.1.21: blocked\n  192.168.0.0/16 is private (RFC 1918)\n");
    assertThat(explain("192.168.1.20"))
        .isEqualTo(
            "192.168.1.20: blocked, except port 5432\n  192.168.0.0/16 is private (RFC 1918)\n");
    assertThat(explain("192.168.1.20:5432"))
        .isEqualTo("192.168.1.20:5432: reachable\n  profile mine, mine.toml:7:10\n");
    assertThat(explain("localhost:11434"))
        .isEqualTo("localhost:11434: reachable\n  profile mine, mine.toml:7:10\n");
    assertThat(explain("127.0.0.1:80"))
        .isEqualTo(
            "127.0.0.1:80: the sandbox's own, except port 11434\n  the sandbox has its own loopback\n");
    assertThat(explain("9.9.9.9:443")).isEqualTo("9.9.9.9:443: reachable\n  nothing blocks it\n");
  }

  @Test
  void aNameServerIsReachableOnlyToBeAskedForNames() {
    plans.internet(new InternetTier().blocked("10.0.0.0/8", "private").dns("10.0.2.3"));
    assertThat(explain("10.0.2.3:53"))
        .isEqualTo("10.0.2.3:53: reachable\n  the sandbox asks it for names\n");
    assertThat(explain("10.0.2.3:80")).isEqualTo("10.0.2.3:80: blocked\n  10.0.0.0/8 is private\n");
  }

  @Test
  void anAddressIsReachableAsFromTheHostOrNotAtAllInTheOtherTiers() {
    assertThat(explain("192.168.1.21"))
        .isEqualTo("192.168.1.21: reachable, as from the host\n  test\n");
    plans.offline();
    assertThat(explain("192.168.1.21"))
        .isEqualTo("192.168.1.21: not reachable: there is no network\n  test\n");
  }

  @Test
  void aVariableIsSetPassedOrNeither() {
    assertThat(explain("EDITOR")).isEqualTo("EDITOR: set to vim\n  profile mine, mine.toml:3:9\n");
    assertThat(explain("AC")).isEqualTo("AC: passed when it is set; it is not now\n  the rule\n");
    assertThat(explain("SECRET")).isEqualTo("SECRET: not passed\n  no rule names it\n");
  }

  @Test
  void aNameInFullIsTheReasonEvenWhereAGlobMatchesToo() {
    assertThat(explain("AB")).isEqualTo("AB: passed\n  profile mine, mine.toml:3:9\n");
  }

  @Test
  void everySubjectIsAnswered() {
    assertThat(explain("EDITOR", ".env").lines().filter(line -> !line.startsWith(" ")))
        .containsExactly("EDITOR: set to vim", ".env: masked");
  }

  @Test
  void noNameThatAProjectChoosesReachesTheTerminalRaw() {
    String evil = "\u001b[2Jx\ny";
    plans.mounts(
        new MountStep.WritableBind(
            Path.of("/" + evil), SHOP.resolve(evil), new Origin.BuiltIn("keeps " + evil)));
    assertThat(explain(evil, evil + "/z").lines())
        .hasSize(4)
        .noneMatch(line -> line.contains("\u001b"));
  }

  private String explain(String... subjects) {
    return Explanation.of(plans.built(), List.of(subjects), SHOP, SHOP.resolve("notes.md")::equals);
  }
}
