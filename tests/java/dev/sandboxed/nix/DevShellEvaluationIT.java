package dev.sandboxed.nix;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sandboxed.nix.source.ReadSet;
import dev.sandboxed.nix.source.SourceTree;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dev shells of real flakes, by real Nix, real strace and real bubblewrap. */
final class DevShellEvaluationIT {

  @TempDir private Path directory;
  private Path project = Path.of("");
  private Evaluations evaluations;

  @BeforeEach
  void makeRoom() throws IOException {
    directory = directory.toRealPath();
    project = directory.resolve("project");
    evaluations = new Evaluations(directory.resolve("ours"));
  }

  private Discovered discover() throws IOException {
    return evaluations.discover(project, ".");
  }

  private static String text(Process process) throws IOException, InterruptedException {
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }

  @Test
  void givesWhatPlainNixGives() throws IOException, InterruptedException {
    DevShellFixture.copiedTo(project);
    Path root = Files.createDirectory(directory.resolve("roots")).resolve("shell");

    Discovered found = discover();
    StorePath derivation = evaluations.evaluate(project, ".", found.tree());
    String json = evaluations.evaluation().realise(derivation, root);

    Process plain = nix("print-dev-env", "--json", "--no-write-lock-file", project.toString());
    assertThat(json).isEqualTo(text(plain));
    assertThat(found.failure()).isEmpty();
    assertThat(root.toRealPath().toString()).startsWith("/nix/store/").endsWith("-env");
  }

  @Test
  void findsAllThatIsReadAndNothingElse() throws IOException, InterruptedException {
    DevShellFixture.copiedTo(project);

    SourceTree tree = discover().tree();

    assertThat(tree.marks())
        .containsOnlyKeys(
            "builder.nix",
            "flake.lock",
            "flake.nix",
            "greeting",
            "greeting/share",
            "greeting/share/greeting",
            "hello",
            "hello/bin",
            "hello/bin/hello-from-devshell",
            "hooks.nix",
            "stdenv",
            "stdenv/setup")
        .containsEntry("flake.lock", "absent");
    assertThat(tree.marks().get("builder.nix")).startsWith("file sha256-");
    assertThat(tree.marks().get("hello/bin/hello-from-devshell")).startsWith("program sha256-");
    assertThat(tree.marks().get("hello/bin")).startsWith("directory sha256-");
    assertThat(filesOf(tree.directory()))
        .contains("flake.nix", "hello/bin/hello-from-devshell")
        .noneMatch(name -> name.startsWith("canary") || name.startsWith(".git"));
  }

  private static List<String> filesOf(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.map(path -> directory.relativize(path).toString()).sorted().toList();
    }
  }

  @Test
  void followsImportsAndLinksAndRemembersWhatWasNotFound() throws IOException {
    Flakes.project(
        project, "import ./a/b.nix + (if builtins.pathExists ./local.nix then \"!\" else \"\")");
    Flakes.write(project.resolve("a/b.nix"), "builtins.readFile ../link/text");
    Flakes.write(project.resolve("real/text"), "from afar");
    Flakes.write(project.resolve("real/other"), "unread");
    Files.createSymbolicLink(project.resolve("link"), Path.of("real"));

    Discovered found = discover();

    assertThat(found.failure()).isEmpty();
    assertThat(found.tree().marks())
        .containsOnlyKeys(
            "a",
            "a/b.nix",
            "flake.lock",
            "flake.nix",
            "link",
            "local.nix",
            "real",
            "real/text",
            "stdenv",
            "stdenv/setup")
        .containsEntry("real", "directory")
        .containsEntry("link", "link real")
        .containsEntry("local.nix", "absent");
    StorePath before = evaluations.evaluate(project, ".", found.tree());
    Files.writeString(project.resolve("local.nix"), "");
    assertThat(SourceTree.marks(Evaluations.flake(project, "."), ReadSet.of(found.tree().marks())))
        .isNotEqualTo(found.tree().marks());
    assertThat(evaluations.evaluate(project, ".", found.tree())).isEqualTo(before);
  }

  @Test
  void readsAWholeProjectIfThatIsWhatItAsksFor() throws IOException, InterruptedException {
    Flakes.project(project, "\"${./.}\"");
    Flakes.write(project.resolve("deep/er/and/deeper/file"), "text");
    Files.createDirectories(project.resolve("deep/empty"));
    Files.createSymbolicLink(project.resolve("nowhere"), Path.of("/nonexistent"));
    assertThat(new ProcessBuilder("git", "init", "-q", project.toString()).start().waitFor())
        .isZero();

    Discovered found = discover();

    assertThat(found.failure()).isEmpty();
    assertThat(found.tree().marks())
        .containsKeys(".", "deep/empty", "deep/er/and/deeper/file")
        .containsEntry("nowhere", "link /nonexistent")
        .doesNotContainKey(".git");
    assertThat(filesOf(found.tree().directory())).doesNotContain(".git").contains("deep/empty");
  }

  @Test
  void marksChangeWithTheContentAndWithNothingElse() throws IOException, InterruptedException {
    DevShellFixture.copiedTo(project);
    SourceTree tree = discover().tree();
    ReadSet looks = ReadSet.of(tree.marks());
    Path program = project.resolve("hello/bin/hello-from-devshell");

    Files.setLastModifiedTime(program, FileTime.fromMillis(0));
    Files.writeString(project.resolve("unread"), "new");
    assertThat(SourceTree.marks(Evaluations.flake(project, "."), looks)).isEqualTo(tree.marks());

    Files.writeString(project.resolve("hello/bin/another"), "new");
    assertThat(SourceTree.marks(Evaluations.flake(project, "."), looks))
        .isNotEqualTo(tree.marks())
        .containsKey("hello/bin/another");
    Files.delete(project.resolve("hello/bin/another"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(SourceTree.marks(Evaluations.flake(project, "."), looks)).isNotEqualTo(tree.marks());
  }

  @Test
  void aFlakeInASubdirectorySeesOnlyThat() throws IOException {
    Flakes.project(project.resolve("sub"), "import ../shared.nix");
    Flakes.write(project.resolve("shared.nix"), "\"shared\"");

    assertThat(evaluations.discover(project, "./sub").failure())
        .get()
        .asString()
        .contains("shared.nix");
    Flakes.project(project.resolve("sub"), "\"of its own\"");
    Discovered found = evaluations.discover(project, "path:.?dir=sub#default");
    assertThat(found.failure()).isEmpty();
    assertThat(evaluations.evaluate(project, "./sub", found.tree()).path()).endsWith("-shell.drv");
  }

  @Test
  void noLinkLeadsToAFlake() throws IOException {
    Flakes.project(directory.resolve("elsewhere"), "\"elsewhere\"");
    Files.createDirectories(project);
    Files.createSymbolicLink(project.resolve("link"), directory.resolve("elsewhere"));

    assertThat(onlyProblemOf(() -> evaluations.discover(project, "./link")).code())
        .isEqualTo("devshell.no-flake");
    assertThat(evaluations.discover(project, "../elsewhere").failure()).isEmpty();
  }

  /** Only the step that fetches has the network. */
  @Test
  void fetchesWhatIsLockedOnAnotherMachine() throws IOException, InterruptedException {
    Flakes.write(directory.resolve("dep/text"), "from afar " + UUID.randomUUID());
    Path archive = directory.resolve("dep.tar");
    String[] tar = {"tar", "-cf", archive.toString(), "-C", directory.toString(), "dep"};
    text(new ProcessBuilder(tar).start());
    String hash = text(nix("hash", "path", directory.resolve("dep").toString())).strip();
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, Files.size(archive));
          Files.copy(archive, exchange.getResponseBody());
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:%d/dep.tar".formatted(server.getAddress().getPort());
      Flakes.project(
          project,
          "{ dep = { url = \"%s\"; flake = false; }; }".formatted(url),
          "self, dep",
          "builtins.readFile \"${dep}/text\"");
      Flakes.lock(project, url, hash);

      assertThat(discover().failure()).isEmpty();
      assertThat(asked).hasPositiveValue();
      assertThat(evaluations.fetched()).containsExactly(url);

      int before = asked.get();
      evaluations.fetched().clear();
      assertThat(discover().failure()).isEmpty();
      assertThat(asked).hasValue(before);
      assertThat(evaluations.fetched()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  private static Process nix(String... arguments) throws IOException {
    List<String> features = List.of("nix", "--extra-experimental-features", "nix-command flakes");
    return new ProcessBuilder(Stream.concat(features.stream(), Stream.of(arguments)).toList())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void takesTheInputsThatLieInTheProject() throws IOException, InterruptedException {
    Flakes.project(
        project,
        "{ part = { url = \"path:./part\"; flake = false; }; }",
        "self, part",
        "builtins.readFile \"${part}/deep/text\"");
    Flakes.write(project.resolve("part/deep/text"), "of a part");
    text(nix("flake", "lock", "path:" + project));

    Discovered found = discover();

    assertThat(found.failure()).isEmpty();
    assertThat(found.tree().marks()).containsKeys("flake.lock", "part", "part/deep/text");
  }

  @Test
  void saysWhatNixSaysWhenAllIsThereAndItStillFails() throws IOException {
    Flakes.project(project, "import ./missing.nix");

    Discovered found = discover();

    assertThat(found.failure()).get().asString().contains("missing.nix");
    assertThat(found.tree().marks()).containsEntry("missing.nix", "absent");
    Problem problem = onlyProblemOf(() -> evaluations.evaluate(project, ".", found.tree()));
    assertThat(problem.code()).isEqualTo("nix.failed");
    assertThat(problem.message()).contains("missing.nix");
  }

  @Test
  void namesTheAttributesThatItLookedFor() throws IOException {
    Flakes.project(project, "\"\"");

    Discovered found = evaluations.discover(project, ".#absent");

    assertThat(found.failure())
        .get()
        .asString()
        .containsPattern("does not provide attribute 'devShells\\.[^ ]*\\.absent' or 'packages\\.");
  }

  @Test
  void needsAnInputToBeLocked() throws IOException {
    Flakes.project(
        project, "{ part = { url = \"path:./part\"; flake = false; }; }", "self, part", "\"\"");

    Problem problem = onlyProblemOf(this::discover);

    assertThat(problem.code()).isEqualTo("devshell.not-locked");
    assertThat(problem.message()).endsWith("flake.lock does not have the input \"part\"");
    assertThat(problem.hint()).contains("nix flake lock", "sandboxed allow");
  }

  @Test
  void neverWaitsForWhatIsNotAFile() throws IOException, InterruptedException {
    Files.createDirectories(project);
    Path fifo = project.resolve("flake.nix");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    Problem problem = onlyProblemOf(this::discover);

    assertThat(problem.code()).isEqualTo("devshell.not-a-file");
    assertThat(problem.message()).startsWith(fifo.toString());
  }

  @Test
  void needsStrace() throws IOException {
    Flakes.project(project, "\"\"");
    Evaluations without = new Evaluations(directory.resolve("without"), Optional.empty());

    Problem problem = onlyProblemOf(() -> without.discover(project, "."));

    assertThat(problem.code()).isEqualTo("devshell.no-strace");
    assertThat(problem.hint()).contains("apt-get install strace");
  }

  /**
   * A machine that forbids tracing, played by a strace that prints what the real one prints there.
   */
  @Test
  void startsNothingWhereTracingIsForbidden() throws IOException {
    Flakes.project(project, "\"\"");
    Path strace =
        Flakes.write(
            directory.resolve("strace"),
            "#!/bin/sh\necho 'strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted' >&2\nexit 1\n");
    Files.setPosixFilePermissions(strace, PosixFilePermissions.fromString("rwxr-xr-x"));
    Evaluations forbidden = new Evaluations(directory.resolve("forbidden"), Optional.of(strace));

    Problem problem = onlyProblemOf(() -> forbidden.discover(project, "."));

    assertThat(problem.code()).isEqualTo("devshell.untraceable");
    assertThat(problem.message()).contains("Operation not permitted");
    assertThat(problem.hint()).contains("ptrace_scope");
  }
}
