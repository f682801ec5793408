package dev.sandboxed.e2e.nix;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.nix.Flakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A project's dev shell is the one that a person allowed, is kept, and is never another one. */
class DevShellApprovalIT {

  private final HostWorld world = HostWorld.create();
  private final Path project = world.home().resolve("work/flake");

  @BeforeEach
  void furnish() throws IOException {
    TestsNix.giveTo(world);
    Flakes.project(
        project,
        "{ }",
        "self",
        """
        import ./nix/value.nix + (if builtins.pathExists ./extra then " and more" else "")\
        """);
    Flakes.write(project.resolve("nix/value.nix"), "builtins.readFile ./text");
    Flakes.write(project.resolve("nix/text"), "first");
    Flakes.write(project.resolve("src/Main.java"), "class Main {}");
    Flakes.write(
        project.resolve("flake.lock"),
        "{ \"nodes\": { \"root\": {} }, \"root\": \"root\", \"version\": 7 }\n");
    assertThat(shell("git init -q && git add .")).succeeded();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Outcome shell(String script, String... arguments) {
    return world.shellIn(project, script, arguments);
  }

  private Outcome launch() {
    return Launch.quietly(world).in(project).with("--devshell").shell("echo \"$VARIABLE\"");
  }

  private void allow() {
    assertThat(Allowance.give(world, project)).succeeded();
  }

  /** Puts a Nix that cannot be asked anything in place of the real one. */
  private void withoutNix() {
    world.installScript("nix", "echo Nix was asked >&2; exit 1");
  }

  private void withNixAgain() {
    assertThat(world.shell("rm ~/bin/nix")).succeeded();
  }

  @Test
  void theFirstUseStopsAndSaysWhatToDo() {
    withoutNix();

    Outcome refused = launch();

    assertThat(refused)
        .exitedWith(125)
        .outIs("")
        .errContains("the dev shell " + project + "#default was never allowed")
        .errContains("sandboxed allow " + project)
        .errLacks("Nix was asked");
    withNixAgain();
    allow();
    assertThat(launch()).succeeded().outIs("first");
  }

  @Test
  void everyFileThatTheEvaluationReadsIsShown() {
    Outcome asked = Launch.of(world, "allow").in(project).outcome();

    assertThat(asked)
        .exitedWith(125)
        .errContains("+++ flake.nix")
        .errContains("+++ flake.lock")
        .errContains("+++ nix/value.nix")
        .errContains("+builtins.readFile ./text")
        .errContains("+++ nix/text")
        .errContains("+++ extra")
        .errLacks("Main");
  }

  @ParameterizedTest
  @CsvSource({
    "flake.nix,     echo '# changed' >>flake.nix",
    "flake.lock,    echo >>flake.lock",
    "nix/value.nix, echo '# changed' >>nix/value.nix",
    "nix/text,      printf second >nix/text",
    "nix/text,      chmod +x nix/text",
    "nix/text,      rm nix/text",
    "nix/text,      mv nix/text src/; ln -s ../src/text nix/text",
    "extra,         echo >extra",
  })
  void anyChangeMustBeAllowedAgain(String file, String change) {
    allow();
    assertThat(launch()).succeeded();
    assertThat(shell(change)).succeeded();
    withoutNix();

    assertThat(launch())
        .exitedWith(125)
        .outIs("")
        .errContains("is not what you allowed: " + file + " has changed since")
        .errLacks("Nix was asked");
  }

  @Test
  void aChangeThatIsAllowedIsEvaluated() throws IOException {
    allow();
    assertThat(launch()).succeeded().outIs("first");
    Flakes.write(project.resolve("nix/text"), "second");
    Outcome asked = Launch.of(world, "allow").in(project).outcome();
    assertThat(asked).errContains("-first").errContains("+second").errLacks("flake.nix");

    allow();

    assertThat(launch()).succeeded().outIs("second");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "touch flake.nix flake.lock nix/*",
        "echo 'class Main { int x; }' >src/Main.java",
        "echo new >nix/unread.nix; git add .",
        "git commit -qm 'Begin'; rm -rf .git",
        "cp -r . ../copy; rm -rf *; mv ../copy/* .",
      })
  void whatTheEvaluationDoesNotSeeNeedsNoApproval(String change) {
    allow();
    assertThat(launch()).succeeded();
    assertThat(shell(change)).succeeded();

    assertThat(launch()).succeeded().outIs("first");
  }

  @Test
  void theNextLaunchDoesNotAskNix() {
    allow();
    assertThat(launch()).succeeded();
    withoutNix();

    assertThat(launch()).succeeded().outIs("first");
  }

  @Test
  void noGarbageCollectionRemovesIt() throws IOException {
    allow();
    assertThat(launch()).succeeded();
    Path root = root();

    assertThat(shell("nix-store --query --roots \"$1\"", root.toRealPath().toString()))
        .succeeded()
        .outContains(root.resolveSibling("").toString());
    assertThat(shell("nix-store --delete \"$1\"", root.toRealPath().toString())).exitedWith(1);
  }

  @Test
  void whatWasCollectedAnywayIsEvaluatedAgain() throws IOException {
    allow();
    assertThat(launch()).succeeded();
    Path root = root();
    String shell = root.toRealPath().toString();
    assertThat(world.run("rm", "-r", root.resolveSibling("").toString())).succeeded();
    assertThat(shell("nix-store --delete \"$1\"", shell)).succeeded();
    assertThat(Path.of(shell)).doesNotExist();

    assertThat(launch()).succeeded().outIs("first");
    assertThat(root()).exists();
  }

  /** The link that Nix was told to make. */
  private Path root() throws IOException {
    Path shells = world.home().resolve(".local/state/sandboxed/devshells");
    try (var files = Files.walk(shells)) {
      return files.filter(file -> file.endsWith("root")).findFirst().orElseThrow();
    }
  }

  @Test
  void nixExplainsAFailureAndNothingOldComesBack() throws IOException {
    allow();
    assertThat(launch()).succeeded().outIs("first");
    Flakes.write(project.resolve("nix/value.nix"), "throw \"it is broken\"");
    Outcome asked = Launch.of(world, "allow").in(project).outcome();
    assertThat(asked).errContains("cannot be evaluated").errContains("it is broken");
    allow();

    assertThat(launch()).exitedWith(125).outIs("").errContains("it is broken");
    assertThat(launch()).exitedWith(125).outIs("").errContains("it is broken");
  }

  @Test
  void anAgentCanNeitherAllowNorReachWhatIsKept() {
    allow();
    assertThat(launch()).succeeded();
    Path state = world.home().resolve(".local/state/sandboxed");
    String find = "find " + state + "/approvals " + state + "/devshells";

    assertThat(world.shell(find)).succeeded().outContains("environment.json");
    assertThat(
            Launch.quietly(world)
                .in(project)
                .with("--write", world.home() + "/.local")
                .shell(find + " -type f"))
        .outLacks("json");
  }

  @Test
  void anotherShellOfTheSameFlakeNeedsItsOwnApproval() throws IOException {
    allow();
    String flake = Files.readString(project.resolve("flake.nix"));
    Flakes.write(
        project.resolve("flake.nix"),
        flake.replace(
            "devShells.x86_64-linux.default = shell \"x86_64-linux\";",
            "devShells.x86_64-linux = { default = shell \"x86_64-linux\"; docs = shell \"x86_64-linux\"; };"));
    allow();
    Launch docs = Launch.quietly(world).in(project).with("--devshell=.#docs");

    assertThat(docs.shell("echo \"$VARIABLE\""))
        .exitedWith(125)
        .errContains("#docs was never allowed")
        .errContains("sandboxed allow --devshell='.#docs' " + project);
    assertThat(Allowance.give(world, project, "--devshell=.#docs")).succeeded();
    assertThat(docs.shell("echo \"$VARIABLE\"")).succeeded().outIs("first");
  }

  @Test
  void itsRootGoesWithTheProject() throws IOException {
    allow();
    assertThat(launch()).succeeded();
    Path root = root();
    assertThat(world.sandboxed("gc")).succeeded();
    assertThat(root).exists();
    assertThat(world.run("rm", "-r", project.toString())).succeeded();

    assertThat(world.sandboxed("gc")).succeeded().outContains("the dev shells for " + project);

    assertThat(Files.exists(root, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void nothingOfItIsLeftInTheProject() {
    String before = String.join("\n", world.filesBelow(project));
    allow();
    assertThat(launch()).succeeded();

    assertThat(String.join("\n", world.filesBelow(project))).isEqualTo(before);
  }
}
