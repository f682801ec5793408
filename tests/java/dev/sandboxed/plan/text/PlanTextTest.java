package dev.sandboxed.plan.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.seccomp.RefusedCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTextTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final Origin LINE =
      new Origin.Line("profile mine", new SourcePosition("mine.toml", 3, 9));
  private static final Path SHOP = Path.of("/home/ana/work/shop");

  private final Plans plans =
      new Plans()
          .mounts(
              new MountStep.Dev(Path.of("/dev"), RULE),
              new MountStep.PlanFile("hosts", Path.of("/etc/hosts"), RULE),
              new MountStep.Tmpfs(Path.of("/home/ana"), 0700, RULE),
              new MountStep.WritableBind(Path.of("/state/1"), Path.of("/home/ana/.agent"), RULE),
              new MountStep.WritableBind(SHOP, SHOP, RULE),
              new MountStep.MaskedFile(SHOP.resolve(".env"), true, LINE),
              new MountStep.Anchor(SHOP.resolve(".git"), SHOP.resolve(".git"), RULE),
              new MountStep.ReadOnlyBind(
                  SHOP.resolve(".git/config"), SHOP.resolve(".git/config"), LINE),
              new MountStep.MaskedDirectory(SHOP.resolve("keys"), false, LINE),
              new MountStep.Proc(Path.of("/proc"), RULE),
              new MountStep.ReadOnlyBind(Path.of("/usr"), Path.of("/usr"), RULE),
              new MountStep.Symlink("usr/bin", Path.of("/bin"), RULE))
          .environment(new Variable.Pass("LC_*", LINE), new Variable.Set("EDITOR", "vim", LINE))
          .passing("LC_ALL", "LC_TIME")
          .command("/usr/bin/agent", "--flag")
          .store(12, 3L << 20)
          .remarks("something is weaker")
          .covering(
              new KernelPath.HiddenFile(Path.of("/proc/keys"), RULE),
              new KernelPath.ReadOnly(Path.of("/proc"), LINE));

  private static final String AUDIT =
      """
      sandboxed: agent in /home/ana/work/shop
        profile    default < mine
        network    full: the host's network, including local services and the LAN
        writable   ~/.agent, ~/work/shop
        masked     .env, keys
        protected  .git/config
        passed     LC_ALL LC_TIME
        store      12 paths, 3 MiB
        note       something is weaker
      """;

  @Test
  void theAuditIsShortAndSaysWhatCounts() {
    assertThat(PlanText.audit(plans.built())).isEqualTo(AUDIT);
  }

  @Test
  void theHomeIsATilde() {
    assertThat(PlanText.shown(plans.built(), Path.of("/home/ana"))).isEqualTo("~");
    assertThat(PlanText.shown(plans.built(), Path.of("/home"))).isEqualTo("/home");
  }

  @Test
  void whatCanBeReadBesideTheBaseOfEverySandboxIsSaid() {
    Path home = Path.of("/home/ana");
    Origin along = new Origin.Host("named in ~/.agent/settings.json (/hooks)");
    List<MountStep> steps =
        new ArrayList<>(
            List.of(
                read("/usr", RULE),
                read("/etc/ssl", RULE),
                read("/var/lib/texmf", RULE),
                read("/nix/store/1-x", LINE),
                read("/srv/git/shop.git", RULE),
                read("/home/ana", LINE),
                read("/run/agent.sock", LINE),
                new MountStep.WritableBind(SHOP, SHOP, RULE),
                read(SHOP + "/.git/hooks", LINE)));
    IntStream.range(0, 3)
        .forEach(number -> steps.add(read(home.resolve("hook" + number).toString(), along)));
    assertThat(audit(steps))
        .contains(
            "  readable   /srv/git/shop.git, ~ (the whole home), /run/agent.sock, ~/hook0, ~/hook1, ~/hook2\n");
    steps.add(read("/home/ana/hook3", along));
    assertThat(audit(steps))
        .contains(
            "~ (the whole home), /run/agent.sock and 4 more that programs, settings or variables need\n");
  }

  private static String audit(List<MountStep> steps) {
    return PlanText.audit(new Plans().mounts(steps.toArray(MountStep[]::new)).built());
  }

  private static MountStep read(String path, Origin origin) {
    return new MountStep.ReadOnlyBind(Path.of(path), Path.of(path), origin);
  }

  @Test
  void aLongListEndsWithACountAndIsWholeInThePlan() {
    MountStep[] steps =
        IntStream.range(10, 30)
            .mapToObj(number -> new MountStep.MaskedFile(SHOP.resolve("k" + number), true, LINE))
            .toArray(MountStep[]::new);
    Plans many = new Plans().mounts(steps);
    assertThat(PlanText.audit(many.built()))
        .contains("k20, k21 and 8 more, see --dry-run\n")
        .doesNotContain("k22");
    assertThat(PlanText.full(many.built())).contains("k28, k29\n");
  }

  @Test
  void theWholePlanGivesEveryMountAndVariableWithItsReason() {
    assertThat(PlanText.full(plans.built()))
        .isEqualTo(
            AUDIT
                + """

                mounts
                  /dev
                      null, zero, full, random, urandom, tty, pts, shm  (the rule)
                  /etc/hosts
                      written by sandboxed  (the rule)
                  /home/ana
                      empty, private, gone afterwards  (the rule)
                  /home/ana/.agent
                      writable, from /state/1  (the rule)
                  /home/ana/work/shop
                      writable  (the rule)
                  /home/ana/work/shop/.env
                      masked  (profile mine, mine.toml:3:9)
                  /home/ana/work/shop/.git
                      writable, cannot be renamed  (the rule)
                  /home/ana/work/shop/.git/config
                      read-only  (profile mine, mine.toml:3:9)
                  /home/ana/work/shop/keys
                      masked  (profile mine, mine.toml:3:9)
                  /proc
                      the sandbox's own processes  (the rule)
                  /usr
                      read-only  (the rule)
                  /bin
                      link to usr/bin  (the rule)

                kernel
                  own namespace: user  (test)
                  own namespace: pid  (test)
                  own namespace: ipc  (test)
                  own namespace: uts  (test)
                  own namespace: cgroup  (test)
                  user namespaces made inside: refused  (test)
                  capabilities: none  (test)
                  system calls: %d refused, which --dry-run=json lists  (test)
                  /proc/keys
                      masked  (the rule)
                  /proc
                      read-only  (profile mine, mine.toml:3:9)

                variables
                  LC_* from the host, if set there  (profile mine, mine.toml:3:9)
                  EDITOR=vim  (profile mine, mine.toml:3:9)

                command
                  /usr/bin/agent --flag …
                """
                    .formatted(RefusedCalls.of(false).size()));
  }

  @Test
  void theWholePlanEndsWithWhatRunsBeforeTheCommand() {
    assertThat(PlanText.full(plans.shellHook("echo hello\n\nexport A=1\n").built()))
        .endsWith(
            """
            command
              /usr/bin/agent --flag …

            before the command  (test)
              echo hello
             \s
              export A=1
            """);
    assertThat(PlanText.audit(plans.built())).isEqualTo(AUDIT);
  }

  /** It is what runs. */
  @Test
  void whatThePlanHoldsIsNotSpelledAsWhatIsSaid() {
    SandboxPlan plan = plans.shellHook("sandboxed run").built();
    assertThat(PlanText.full(plan, text -> text.replace("sandboxed", "bin/sandboxed")))
        .startsWith("bin/sandboxed: ")
        .endsWith("\n  sandboxed run\n");
  }

  @Test
  void withoutAnythingSpecialThereAreFewLines() {
    assertThat(PlanText.audit(new Plans().offline().built()))
        .isEqualTo(
            """
            sandboxed: agent in /home/ana/work/shop
              profile    default < mine
              network    none: no network
            """);
  }

  @Test
  void theAuditOfInternetOnlySaysWhatIsBlockedAndWhatIsOpen() {
    assertThat(PlanText.audit(new Plans().internet(internet()).built()))
        .isEqualTo(
            """
            sandboxed: agent in /home/ana/work/shop
              profile    default < mine
              network    internet-only: the internet, but not this host or the networks it is in; \
            no IPv6
              blocked    private, link-local, multicast and reserved addresses, 203.0.113.9, \
            198.51.100.0/24
              reach      192.168.1.20:5432, 127.0.0.1:11434
              published  127.0.0.1:8080 to port 3000
            """);
  }

  @Test
  void anInternetWithoutHolesSaysNothingOfThem() {
    InternetTier tier = new InternetTier().blocked("10.0.0.0/8", "private").ipv6();
    assertThat(PlanText.audit(new Plans().internet(tier).built()))
        .endsWith(
            """
              network    internet-only: the internet, but not this host or the networks it is in
              blocked    private, link-local, multicast and reserved addresses
            """);
  }

  @Test
  void theWholePlanGivesEveryBlockedRangeAndEveryHoleWithItsReason() {
    assertThat(PlanText.full(new Plans().internet(internet()).built()))
        .contains(
            """

            blocked in the sandbox's network, 10.0.2.0/24
              10.0.0.0/8          private (RFC 1918)
              203.0.113.9         this host's own address on eth0
              198.51.100.0/24     the network of eth1
              except 192.168.1.20:5432  (profile mine, mine.toml:7:10)
              except 127.0.0.1:11434  (profile mine, mine.toml:7:10)
              published 127.0.0.1:8080 to port 3000  (profile mine, mine.toml:7:10)

            mounts
            """);
  }

  @Test
  void theOtherTiersBlockNothing() {
    assertThat(PlanText.full(plans.built())).doesNotContain("blocked");
    assertThat(PlanText.full(plans.offline().built())).doesNotContain("blocked");
  }

  private static InternetTier internet() {
    return new InternetTier()
        .blocked("10.0.0.0/8", "private (RFC 1918)")
        .ofThisHost("203.0.113.9/32", "this host's own address on eth0")
        .ofThisHost("198.51.100.0/24", "the network of eth1")
        .reach("192.168.1.20:5432", "127.0.0.1:11434")
        .publish("8080:3000");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 KiB",
    "1048576, 1 MiB",
    "1073741823, 1024 MiB",
    "1610612736, 1.5 GiB",
    "2048, 2 KiB"
  })
  void sizesAreRounded(long bytes, String shown) {
    assertThat(PlanText.audit(new Plans().store(1, bytes).built()))
        .contains("store      1 paths, " + shown + "\n");
  }

  @Test
  void theOriginOfARemarkFollowsIt() {
    plans.remarks(List.of(Remark.from(LINE, "a.code", "something is weaker")));
    assertThat(PlanText.audit(plans.built()))
        .contains("  note       something is weaker (" + LINE.describe() + ")\n");
  }

  @Test
  void noNameThatAProjectChoosesMovesTheCursorOrAddsALine() {
    String evil = "\u001b[2J\nsandboxed: all is well\u202e";
    Origin origin = new Origin.BuiltIn("keeps " + evil + " in its place");
    plans
        .mounts(
            new MountStep.WritableBind(Path.of("/" + evil), SHOP, origin),
            new MountStep.MaskedFile(SHOP.resolve(evil), true, origin),
            new MountStep.Symlink(evil, Path.of("/bin"), origin))
        .environment(new Variable.Set("A", evil, origin))
        .remarks("dropped " + evil)
        .shellHook("echo \u001b[2J\u202e")
        .command("/" + evil);
    assertThat(PlanText.full(plans.built()).lines())
        .noneMatch(line -> line.startsWith("sandboxed: all"))
        .noneMatch(line -> line.chars().anyMatch(sign -> sign < ' ' || sign == 0x202e));
  }
}
