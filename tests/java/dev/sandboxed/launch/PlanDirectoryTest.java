package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.bwrap.BwrapArguments;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.Surroundings;
import dev.sandboxed.netns.NetworkFiles;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.seccomp.FilterProgram;
import dev.sandboxed.seccomp.RefusedCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanDirectoryTest {

  private static final Path STATE = Path.of("/home/ana/.local/state/sandboxed");
  private static final LaunchTools TOOLS =
      new LaunchTools(
          Path.of("/usr/bin/bwrap"),
          Path.of("/usr/bin/find"),
          Optional.of(Path.of("/usr/bin/unshare")),
          Optional.empty(),
          Optional.empty(),
          Plans.TRAIL,
          Plans.STREAMS);
  static final LaunchTools TOOLS_OF_NETWORK =
      new LaunchTools(
          TOOLS.bwrap(),
          TOOLS.find(),
          Optional.of(Path.of("/usr/bin/unshare")),
          Optional.empty(),
          Optional.of(new Surroundings().nft().facts().tools()),
          Plans.TRAIL,
          Plans.STREAMS);
  private static final Origin TEST = new Origin.BuiltIn("test");

  @TempDir Path cache = Path.of("");

  private final Plans plans =
      new Plans()
          .command("/usr/bin/agent", "two words", "a\nb")
          .environment(
              new Variable.Pass("LC_*", TEST),
              new Variable.Pass("TERM", TEST),
              new Variable.Set("EDITOR", "vim", TEST))
          .passing("TERM")
          .files(Map.of("hosts", "127.0.0.1 localhost\n"))
          .mounts(new MountStep.PlanFile("hosts", Path.of("/etc/hosts"), TEST));

  @Test
  void onlyAPlanThatReportsChangesHasTheFilesForThat() throws IOException {
    assertThat(files(write(plans.built()))).noneMatch(file -> file.startsWith("changes"));
    assertThat(files(write(plans.tellingChanges().built())))
        .contains("changes/look", "changes/repository/HEAD");
  }

  @Test
  void aPlanConsistsOfTheseFiles() throws IOException {
    SandboxPlan plan = plans.built();
    Path directory = write(plan);
    assertThat(files(directory))
        .containsExactly(
            "bound",
            "bwrap",
            "bwrap.args",
            "command",
            "companions",
            "empty",
            "entrance",
            "env.pass",
            "etc",
            "etc/hosts",
            "held",
            "masked",
            "network",
            "network/tier",
            "plan.json",
            "repositories",
            "repositories/absent",
            "repositories/find",
            "seccomp.bpf",
            "session",
            "session/members",
            "session/tools",
            "session/words");
    assertThat(words(directory, "bwrap")).containsExactly("/usr/bin/bwrap");
    assertThat(words(directory, "bwrap.args"))
        .containsExactlyElementsOf(BwrapArguments.of(plan, directory));
    assertThat(words(directory, "command")).containsExactly("/usr/bin/agent", "two words", "a\nb");
    assertThat(words(directory, "env.pass")).startsWith("TERM", "!EDITOR").endsWith("LC_*");
    assertThat(directory.resolve("network/tier")).hasContent("full\n");
    assertThat(words(directory, "session/words"))
        .containsExactly(
            STATE.toString(), "/usr/bin/flock", "/usr/bin/sha256sum", "/usr/bin/mv", "/usr/bin/rm");
    assertThat(words(directory, "repositories/find"))
        .containsExactly("/usr/bin/find", "/home/ana/work/shop");
    assertThat(directory.resolve("session/members"))
        .hasContent(
            """
            "agent":"agent","project":"/home/ana/work/shop","profiles":["default","mine"],"tier":"full"
            """);
    assertThat(directory.resolve("etc/hosts")).hasContent("127.0.0.1 localhost\n");
    assertThat(directory.resolve("plan.json")).hasContent(PlanJson.of(plan, TOOLS));
    assertThat(Files.readAllBytes(directory.resolve("seccomp.bpf")))
        .isEqualTo(FilterProgram.of(RefusedCalls.of(false)));
  }

  @Test
  void thePlanOfInternetOnlyHasTheFilesOfItsNetwork() throws IOException {
    Path directory = write(plans.internet(internet()).built(), TOOLS_OF_NETWORK);
    assertThat(files(directory.resolve("network")))
        .containsExactly(
            "entrance",
            "open",
            "programs",
            "publish",
            "questions",
            "router.batch",
            "router.settings",
            "sandbox.batch",
            "sandbox.settings",
            "slirp4netns",
            "tier");
    assertThat(directory.resolve("network/tier")).hasContent("internet-only\n");
    NetworkFiles.of(internet().built())
        .forEach((name, text) ->
            assertThat(directory.resolve("network").resolve(name)).hasContent(text));
    assertThat(words(directory, "network/slirp4netns"))
        .containsExactly(
            "/usr/bin/slirp4netns",
            "--disable-host-loopback",
            "--enable-seccomp",
            "--cidr=10.0.2.0/24",
            "--mtu=1500");
    assertThat(words(directory, "network/programs"))
        .containsExactly("/usr/bin/unshare", "/usr/bin/nsenter", "/usr/bin/ip", "/usr/sbin/nft");
  }

  @Test
  void anyDifferenceInTheNetworkIsAnotherDirectory() {
    assertThat(
            Stream.of(
                    internet(),
                    internet().blocked("203.0.113.0/24", "private"),
                    internet().blocked("203.0.113.0/24", "for another reason"),
                    internet().reach("10.0.0.20:5432"),
                    internet().publish("4000"),
                    internet().dns("9.9.9.9"),
                    internet().mtu(9000),
                    internet().subnet("10.5.0.0/24"),
                    internet().ipv6())
                .map(tier -> write(plans.internet(tier).built(), TOOLS_OF_NETWORK)))
        .doesNotHaveDuplicates()
        .allMatch(Files::isDirectory);
  }

  @Test
  void otherProgramsForTheNetworkAreAnotherDirectory() {
    SandboxPlan plan = plans.internet(internet()).built();
    LaunchTools withoutNft =
        new LaunchTools(
            TOOLS.bwrap(),
            TOOLS.find(),
            Optional.of(Path.of("/usr/bin/unshare")),
            Optional.empty(),
            Optional.of(new Surroundings().facts().tools()),
            Plans.TRAIL,
            Plans.STREAMS);
    assertThat(write(plan, TOOLS_OF_NETWORK)).isNotEqualTo(write(plan, withoutNft));
  }

  @Test
  void aNameIsADigestOfEveryFileAndOfWhereEachEnds() {
    SortedMap<String, byte[]> files = new TreeMap<>(Map.of("a", bytes("bc"), "d", bytes("")));
    assertThat(
            Stream.of(
                    files,
                    new TreeMap<>(Map.of("a", bytes("bd"), "d", bytes(""))),
                    new TreeMap<>(Map.of("a", bytes("b"), "d", bytes("c"))),
                    new TreeMap<>(Map.of("ab", bytes("c"), "d", bytes(""))),
                    new TreeMap<>(Map.of("a", bytes("bc"))),
                    new TreeMap<>(Map.of("a", bytes("bc"), "e", bytes(""))))
                .map(PlanDigest::of))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[0-9a-f]+"));
    assertThat(PlanDigest.of(new TreeMap<>(files))).isEqualTo(PlanDigest.of(files));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InternetTier internet() {
    return new InternetTier().blocked("10.0.0.0/8", "private").publish("3000");
  }

  @Test
  void nobodyElseCanLookInAndNobodyAtAllIntoTheMask() {
    Path directory = write(plans.built());
    assertThat(Disk.mode(directory)).isEqualTo("rwx------");
    assertThat(Disk.mode(directory.resolve("..").normalize())).isEqualTo("rwx------");
    assertThat(Disk.mode(directory.resolve("masked"))).isEqualTo("---------");
  }

  @Test
  void theSamePlanIsTheSameDirectoryAndIsNotWrittenAgain() throws IOException {
    Path directory = write(plans.built());
    Path mark = Disk.file(directory.resolve("mark"), "still here");
    assertThat(write(plans.built())).isEqualTo(directory);
    assertThat(mark).exists();
    assertThat(
            files(directory.resolve("..").normalize()).stream().filter(name -> !name.contains("/")))
        .containsExactly(directory.getFileName().toString());
  }

  @Test
  void anyDifferenceIsAnotherDirectory() {
    Path directory = write(plans.built());
    assertThat(
            write(
                plans.built(),
                new LaunchTools(
                    Path.of("/opt/bwrap"),
                    Path.of("/usr/bin/find"),
                    Optional.of(Path.of("/usr/bin/unshare")),
                    Optional.empty(),
                    Optional.empty(),
                    Plans.TRAIL,
                    Plans.STREAMS)))
        .isNotEqualTo(directory);
    assertThat(write(plans.command("/usr/bin/other").built())).isNotEqualTo(directory);
  }

  @Test
  void whatAKilledLaunchLeftIsSwept() {
    Path left = Disk.directory(cache.resolve("plans/.unfinished-" + ((1L << 22) + 1) + "-x"));
    write(plans.built());
    assertThat(left).doesNotExist();
  }

  @Test
  void aCacheThatCannotBeWrittenIsReported() {
    Disk.file(cache.resolve("plans"), "in the way");
    assertThat(Refusals.codesOf(() -> write(plans.built()))).containsExactly("state.in-the-way");
  }

  @Test
  void aPlanThatCannotBeWrittenLeavesNothing() throws IOException {
    SandboxPlan plan = plans.files(Map.of("x".repeat(300), "too long a name")).built();
    assertThat(Refusals.codesOf(() -> write(plan))).containsExactly("launch.cannot-write-plan");
    assertThat(files(cache.resolve("plans"))).isEmpty();
  }

  private Path write(SandboxPlan plan) {
    return write(plan, TOOLS);
  }

  private Path write(SandboxPlan plan, LaunchTools tools) {
    return new PlanDirectory(cache, STATE).write(plan, tools);
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(path -> !path.equals(directory))
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private static List<String> words(Path directory, String file) throws IOException {
    String text = Files.readString(directory.resolve(file));
    assertThat(text).endsWith("\0");
    return List.of(text.substring(0, text.length() - 1).split("\0", -1));
  }
}
