package dev.sandboxed.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.OciSchema;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.limits.LimitsRequest;
import dev.sandboxed.profile.limits.Size;
import dev.sandboxed.profile.limits.Span;
import dev.sandboxed.seccomp.Architecture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class OciBundleTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Path HERE = Path.of("/home/ana/bundle");
  private static final Wishes NONE = wishes(Map.of());

  private static Wishes wishes(Map<String, String> variables) {
    return new Wishes(
        List.of("--fast"), false, variables, List.of("KEY", "TERM"), Architecture.X86_64);
  }

  /** One of each kind. */
  private static Plans everything() {
    return new Plans()
        .offline()
        .mounts(
            new MountStep.Symlink("usr/bin", Path.of("/bin"), TEST),
            new MountStep.Dev(Path.of("/dev"), TEST),
            new MountStep.PlanFile("passwd", Path.of("/etc/passwd"), TEST),
            new MountStep.PartlyMasked("part", Path.of("/etc/part"), TEST),
            new MountStep.Tmpfs(Path.of("/home/ana"), 0700, TEST),
            new MountStep.Symlink("/opt/a", Path.of("/home/ana/bin/a"), TEST),
            new MountStep.Tmpfs(Path.of("/var/tmp"), 01777, TEST),
            new MountStep.Tmpfs(Path.of("/var/tmp/in"), 0700, TEST),
            new MountStep.Symlink("/opt/b", Path.of("/var/tmp/in/b"), TEST),
            new MountStep.WritableBind(Path.of("/data/w"), Path.of("/w"), TEST),
            new MountStep.Anchor(Path.of("/data/w/a"), Path.of("/w/a"), TEST),
            new MountStep.OwnCopy(Path.of("/s/l"), Path.of("/s/c"), Path.of("/w/a/config"), TEST),
            new MountStep.MaskedFile(Path.of("/w/a/secret"), false, TEST),
            new MountStep.MaskedFile(Path.of("/w/a/unset"), true, TEST),
            new MountStep.MaskedDirectory(Path.of("/w/closed"), false, TEST),
            new MountStep.MaskedDirectory(Path.of("/w/passed"), true, TEST),
            new MountStep.ReadOnlyBind(Path.of("/data/r"), Path.of("/w/passed/r"), TEST),
            new MountStep.Device(Path.of("/dev/kvm"), Path.of("/dev/kvm"), TEST),
            new MountStep.Socket(Path.of("/run/s"), Path.of("/run/s"), TEST),
            new MountStep.SealedDirectory(Path.of("/sealed"), TEST),
            new MountStep.Proc(Path.of("/proc"), TEST))
        .files(Map.of("passwd", "ana:x:1000:100::/home/ana:/bin/bash\n", "part", "shown\n"))
        .covering(
            new KernelPath.HiddenFile(Path.of("/proc/kallsyms"), TEST),
            new KernelPath.HiddenDirectory(Path.of("/proc/1"), TEST))
        .environment(new Variable.Set("A", "1 2\n$(x)", TEST), new Variable.Pass("KEY", TEST));
  }

  private static OciBundle bundle(SandboxPlan plan) {
    return OciBundle.of(plan, NONE, HERE);
  }

  private static String text(OciBundle bundle, String file) {
    return new String(bundle.files().get(file), StandardCharsets.UTF_8);
  }

  private static JsonNode configuration(OciBundle bundle) {
    try {
      return new ObjectMapper().readTree(text(bundle, "config.json"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** A mount in words: type, source, destination and options. */
  private static List<String> mounts(SandboxPlan plan) {
    return StreamSupport.stream(configuration(bundle(plan)).get("mounts").spliterator(), false)
        .map(mount ->
            String.join(
                " ",
                mount.get("type").asText(),
                mount.get("source").asText(),
                mount.get("destination").asText(),
                mount.get("options").toString().replaceAll("[\\[\"\\]]", "")))
        .toList();
  }

  @Test
  void everyStepIsAMountInTheSameOrder() {
    String fixed = " rbind,rprivate,nosuid,rnosuid,ro,rro,nodev,rnodev";
    String writable = " rbind,rprivate,nosuid,rnosuid,rw,nodev,rnodev";
    assertThat(mounts(everything().built()))
        .containsExactly(
            "tmpfs tmpfs /dev nosuid,noexec,mode=0755",
            "devpts devpts /dev/pts nosuid,noexec,newinstance,ptmxmode=0666,mode=0620",
            "tmpfs shm /dev/shm nosuid,nodev,mode=1777",
            "bind files/passwd /etc/passwd" + fixed,
            "bind files/part /etc/part" + fixed,
            "tmpfs tmpfs /home/ana nosuid,nodev,mode=0700,tmpcopyup",
            "tmpfs tmpfs /var/tmp nosuid,nodev,mode=1777,tmpcopyup",
            "tmpfs tmpfs /var/tmp/in nosuid,nodev,mode=0700,tmpcopyup",
            "bind /data/w /w" + writable,
            "bind /data/w/a /w/a" + writable,
            "bind /w/a/config /w/a/config" + fixed,
            "bind masks/closed /w/a/secret" + fixed,
            "bind masks/empty /w/a/unset" + fixed,
            "tmpfs tmpfs /w/closed nosuid,nodev,mode=0000,ro",
            "tmpfs tmpfs /w/passed nosuid,nodev,mode=0111,ro",
            "bind /data/r /w/passed/r" + fixed,
            "bind /dev/kvm /dev/kvm rbind,rprivate,nosuid,rnosuid,ro,rro",
            "bind /run/s /run/s" + fixed,
            "tmpfs tmpfs /sealed nosuid,nodev,mode=0700,ro",
            "proc proc /proc nosuid,noexec,nodev");
  }

  @Test
  void theRestIsInTheFilesOfTheBundle() {
    OciBundle bundle = bundle(everything().built());

    assertThat(bundle.links())
        .isEqualTo(
            Map.of(
                "rootfs/bin", "usr/bin",
                "rootfs/home/ana/bin/a", "/opt/a",
                "rootfs/var/tmp/in/b", "/opt/b"));
    assertThat(bundle.directories()).contains("rootfs", "rootfs/etc", "rootfs/home/ana/bin");
    assertThat(bundle.closed()).containsExactly("masks/closed");
    assertThat(bundle.files())
        .containsOnlyKeys(
            "config.json", "files/group", "files/part", "files/passwd", "losses", "masks/empty");
    assertThat(text(bundle, "files/passwd")).startsWith("ana:x:0:0::/home/ana:/bin/bash\n");
  }

  @Test
  void theConfigurationIsOneOfTheSpecification() {
    OciBundle bundle = bundle(everything().limits(limits(true)).built());
    JsonNode configuration = configuration(bundle);

    assertThat(OciSchema.complaints(text(bundle, "config.json"))).isEmpty();
    assertThat(OciSchema.complaints(text(bundle, "config.json").replace("\"rootfs\"", "7")))
        .isNotEmpty();
    assertThat(configuration.at("/process/args").toString())
        .isEqualTo("[\"/usr/bin/agent\",\"--fast\"]");
    assertThat(configuration.at("/process/env").toString()).isEqualTo("[\"A=1 2\\n$(x)\"]");
    assertThat(configuration.at("/process/capabilities/bounding").toString()).isEqualTo("[]");
    assertThat(configuration.at("/process/noNewPrivileges").asBoolean()).isTrue();
    assertThat(configuration.at("/root/readonly").asBoolean()).isTrue();
    assertThat(configuration.at("/linux/uidMappings").toString())
        .isEqualTo("[{\"containerID\":0,\"hostID\":1000,\"size\":1}]");
    assertThat(configuration.at("/linux/maskedPaths").toString()).isEqualTo("[\"/proc/kallsyms\"]");
    assertThat(configuration.at("/linux/readonlyPaths").toString()).contains("\"/proc/sys\"");
    assertThat(configuration.at("/linux/namespaces").toString())
        .contains("network", "user", "mount");
    assertThat(configuration(bundle(new Plans().built())).at("/linux/namespaces").toString())
        .doesNotContain("network");
  }

  private static <T> Optional<Located<T>> some(T value) {
    return Optional.of(new Located<>(value, TEST));
  }

  private static Limits limits(boolean tasksByNamespace) {
    return new Limits(
        new LimitsRequest(
            some(new Size("1M", 1 << 20)),
            some(7),
            some(new LimitsRequest.Processors(150)),
            some(64),
            some(new Size("4K", 4096)),
            some(new Size("8K", 8192)),
            some(new Span("1m", 60))),
        tasksByNamespace,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void limitsAreTheRuntimesToKeepAndTheClockIsALoss() {
    SandboxPlan plan = everything().limits(limits(true)).built();
    JsonNode configuration = configuration(bundle(plan));

    assertThat(configuration.at("/process/rlimits").toString())
        .isEqualTo(
            "[{\"type\":\"RLIMIT_NOFILE\",\"hard\":64,\"soft\":64},"
                + "{\"type\":\"RLIMIT_FSIZE\",\"hard\":4096,\"soft\":4096},"
                + "{\"type\":\"RLIMIT_NPROC\",\"hard\":7,\"soft\":7}]");
    assertThat(configuration.at("/linux/resources").toString())
        .isEqualTo(
            "{\"memory\":{\"limit\":1048576,\"swap\":1048576},\"cpu\":{\"quota\":150000,\"period\":100000}}");
    assertThat(mounts(plan))
        .contains(
            "tmpfs tmpfs /home/ana nosuid,nodev,mode=0700,size=8192,tmpcopyup",
            "tmpfs shm /dev/shm nosuid,nodev,mode=1777,size=8192",
            "tmpfs tmpfs /dev nosuid,noexec,mode=0755,ro");
    assertThat(
            configuration(bundle(everything().limits(limits(false)).built()))
                .at("/linux/resources/pids/limit")
                .asInt())
        .isEqualTo(7);
    assertThat(bundle(plan).losses())
        .filteredOn(loss -> loss.name().equals("limits"))
        .extracting(Loss::text)
        .anyMatch(text -> text.contains("runtime is not kept"))
        .anyMatch(text -> text.contains("memory is for the runtime"));
  }

  @Test
  void whatIsDifferentIsNamedAndTheOtherPromisesAreKept() {
    OciBundle bundle = bundle(everything().built());

    assertThat(bundle.losses())
        .extracting(Loss::name)
        .contains("kernel", "leftovers", "identity", "variables", "git", "plan", "afterwards");
    assertThat(bundle.kept()).contains("hidden", "calls").doesNotContain("kernel", "leftovers");
    assertThat(text(bundle, "losses")).contains("git: ", "/w/a/config");
    assertThat(bundle(new Plans().built()).kept()).contains("kernel").doesNotContain("network");
  }

  @Test
  void aPassedVariableIsWrittenDownOnlyByItsName() {
    SandboxPlan plan = everything().built();
    OciBundle written = OciBundle.of(plan, wishes(Map.of("KEY", "k1")), HERE);

    assertThat(configuration(bundle(plan)).at("/process/env").toString()).doesNotContain("KEY");
    assertThat(bundle(plan).losses())
        .anyMatch(loss -> loss.name().equals("variables") && loss.text().contains("KEY, TERM"));
    assertThat(configuration(written).at("/process/env").toString()).contains("\"KEY=k1\"");
    assertThat(written.losses())
        .anyMatch(loss -> loss.text().contains("only you can read, are the values of KEY"));
    assertThat(Refusals.textsOf(() -> OciBundle.of(plan, wishes(Map.of("OTHER", "")), HERE)))
        .singleElement()
        .asString()
        .contains("no rule passes the variable OTHER");
  }

  @Test
  void whatWouldBeWorseIsRefused() {
    assertThat(Refusals.textsOf(() -> bundle(new Plans().root().built())))
        .anyMatch(text -> text.contains("as an ordinary user"));
    assertThat(Refusals.textsOf(() -> bundle(new Plans().internet(new InternetTier()).built())))
        .singleElement()
        .asString()
        .contains("internet-only", "--network none");
    assertThat(
            Refusals.textsOf(
                () -> OciBundle.of(everything().built(), NONE, Path.of("/data/w/deep/b"))))
        .singleElement()
        .asString()
        .contains("the agent could change /data/w/deep/b");
    assertThat(
            Refusals.textsOf(() ->
                bundle(
                    new Plans()
                        .mounts(
                            new MountStep.WritableBind(Path.of("/d"), Path.of("/d"), TEST),
                            // It would be filled with what it hides.
                            new MountStep.Tmpfs(Path.of("/d/t"), 0700, TEST),
                            new MountStep.Symlink("x", Path.of("/d/t/l"), TEST))
                        .built())))
        .singleElement()
        .asString()
        .contains("cannot make the link /d/t/l", "because /d is");
  }

  @Test
  void everyMountInAWritablePlaceIsLookedAtBeforeTheAgentRuns() {
    List<String> words =
        StreamSupport.stream(
                configuration(bundle(everything().built()))
                    .at("/hooks/createContainer/0/args")
                    .spliterator(),
                false)
            .map(JsonNode::asText)
            .toList();

    // Where, and what it has to be: a path below another mount, or anything that is there.
    assertThat(words.subList(4, words.size()))
        .containsExactly(
            "/w/a",
            "/w",
            "/a",
            "/w/a/config",
            "",
            "",
            "/w/a/secret",
            "",
            "",
            "/w/a/unset",
            "",
            "",
            "/w/closed",
            "",
            "",
            "/w/passed",
            "",
            "",
            "/w/passed/r",
            "",
            "");
    assertThat(configuration(bundle(new Plans().offline().built())).has("hooks")).isFalse();
  }
}
