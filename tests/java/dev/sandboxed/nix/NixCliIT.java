package dev.sandboxed.nix;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static dev.sandboxed.nix.Failures.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.shell.DevEnv.Associative;
import dev.sandboxed.nix.shell.DevEnv.Exported;
import dev.sandboxed.nix.shell.DevEnv.Indexed;
import dev.sandboxed.nix.shell.DevEnv.Local;
import dev.sandboxed.nix.shell.DevEnvReader;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Nix, and the real flake of the fixture. */
final class NixCliIT {

  private static final StorePath ABSENT =
      new StorePath("/nix/store/00000000000000000000000000000000-absent");

  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  private final NixCli nix =
      new NixCli(
          ThisMachine.INQUIRY,
          NixProgram.find(ThisMachine.INQUIRY, System.getenv()),
          Programs.onPath("bwrap"),
          System.getenv(),
          NixLimits.DEFAULT,
          progress::add);

  private Path project = Path.of("");

  @BeforeEach
  void copyTheFixture(@TempDir Path directory) throws IOException, InterruptedException {
    project = DevShellFixture.copiedTo(directory.resolve("project"));
  }

  private DevEnv devShell() {
    NixPrograms programs =
        new NixPrograms(
            NixProgram.find(ThisMachine.INQUIRY, System.getenv()),
            Programs.onPath("bwrap"),
            Optional.of(Programs.onPath("strace")));
    String json =
        FreshDevShell.json(programs, System.getenv(), project, ".#default", progress::add);
    return DevEnvReader.read(json, ".#default");
  }

  /**
   * A package of the fixture, built for another project: in its own project it would be refused.
   */
  private List<StorePath> built(String... names) {
    return nix.build(
        project.resolveSibling("other"), Stream.of(names).map(name -> project + name).toList());
  }

  private static String exported(DevEnv devEnv, String name) {
    return devEnv.variables().stream()
        .filter(variable -> variable.name().equals(name))
        .map(variable -> ((Exported) variable).value())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readsARealDevShell() throws IOException {
    DevEnv devEnv = devShell();

    String hello = exported(devEnv, "hello");
    assertThat(devEnv.variables())
        .contains(
            new Exported("PATH", hello + "/bin"),
            new Exported("PLAIN", "two words, a \"quote\", a $dollar and\na second line"),
            new Exported("shellHook", "echo shellHook ran"),
            new Exported("LD_PRELOAD", "/nonexistent/evil.so"),
            new Local("not_exported", "only bash sees this, " + hello),
            new Indexed("an_array", List.of("first", "second element", "")),
            new Associative("a_map", Map.of("key", "value", "other key", hello)));
    assertThat(devEnv.functions()).containsKey("greet");
    assertThat(Path.of(exported(devEnv, "DATA_FILE"))).hasContent("from the dev shell\n");
    assertThat(progress).first().isEqualTo("evaluating the dev shell " + project + "#default");
  }

  @Test
  void findsTheClosureOfADevShellAndNothingElse() {
    DevEnv devEnv = devShell();
    StorePath hello = new StorePath(exported(devEnv, "hello"));
    StorePath data = new StorePath(exported(devEnv, "DATA_FILE"));
    StorePath canary = built("#canary").getFirst();

    StoreClosure closure = nix.closure(List.of(hello, data, hello));

    assertThat(Path.of(canary.path())).exists();
    assertThat(closure.paths())
        .isSorted()
        .contains(hello, data)
        .doesNotContain(canary)
        .extracting(path -> path.path().substring(44))
        .containsExactlyInAnyOrder(
            "data.txt", "hello-from-devshell", "hello-script", "greeting", "manifest");
    assertThat(closure.bytes()).isGreaterThan(500).isLessThan(20_000);
  }

  @Test
  void findsTheClosureOfMoreRootsThanOneCommandLineTakes() {
    StorePath hello = built("").getFirst();

    List<StorePath> roots = nix.closure(List.of(hello)).paths();

    assertThat(roots).hasSizeGreaterThan(3);
    assertThat(nix.closure(roots, 2)).isEqualTo(nix.closure(List.of(hello)));
  }

  @Test
  void needsNoNixForTheClosureOfNothing() {
    Path missing = project.resolve("no-nix");
    NixCli none =
        new NixCli(
            ThisMachine.INQUIRY, missing, missing, Map.of(), NixLimits.DEFAULT, Progress.SILENT);

    assertThat(none.closure(List.of())).isEqualTo(StoreClosure.EMPTY);
    assertThat(none.build(project, List.of())).isEmpty();
  }

  @Test
  void namesEveryRootThatIsNotInTheStore() {
    StorePath second = new StorePath(ABSENT + "-too");

    List<Problem> problems = problemsOf(() -> nix.closure(List.of(second, ABSENT)));

    assertThat(problems)
        .extracting(Problem::code, Problem::message)
        .containsExactly(
            tuple("nix.not-in-store", ABSENT + " is not in the store"),
            tuple("nix.not-in-store", second + " is not in the store"));
  }

  @Test
  void buildsPackagesInTheOrderTheyAreNamed() {
    List<StorePath> paths = built("#canary", "", "#canary");

    assertThat(paths)
        .extracting(path -> path.path().substring(44))
        .containsExactly("canary", "hello-from-devshell");
    assertThat(nix.build(project, List.of(paths.getFirst().path())))
        .containsExactly(paths.getFirst());
  }

  @Test
  void showsNixsOwnWordsWhenAnInstallableIsMissing() {
    Problem problem = onlyProblemOf(() -> built("#absent"));

    assertThat(problem.code()).isEqualTo("nix.failed");
    assertThat(problem.message())
        .contains("nix build " + project + "#absent failed with exit status 1", "does not provide");
    assertThat(problem.hint()).contains("nix build", "(in /)");
  }

  @Test
  void buildsNoPackageThatAnAgentCanWrite() throws IOException {
    Path link = Files.createSymbolicLink(project.resolveSibling("link"), project);

    List<Problem> problems =
        problemsOf(() ->
            nix.build(
                project,
                List.of(".#canary", "path:sub", project + "#canary", link + "#canary", "--help")));

    assertThat(problems).hasSize(5).extracting(Problem::code).containsOnly("packages.in-project");
    assertThat(problems.getFirst().message()).contains("\".#canary\"");
    assertThat(problems.getFirst().hint()).contains("--devshell");
    assertThat(built("#canary")).hasSize(1);
  }
}
