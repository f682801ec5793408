package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.nix.Flakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a flake that an agent has written can take from this machine while it is evaluated. Each way
 * is first shown to work with plain Nix: a canary outside the project arrives in the environment or
 * in the store. If pure evaluation already stops it, plain Nix gets {@code --impure}, which many
 * people use. The canary is a different one each time, so that what plain Nix has left in the store
 * is not mistaken for sandboxed's.
 */
class EvaluationAttackIT {

  private static final String PURE = "";
  private static final String IMPURE = "--impure";

  private final HostWorld world = HostWorld.create();
  private final Path project = world.home().resolve("work/flake");
  private final Path outside = world.home().resolve("outside");

  @BeforeEach
  void findNix() {
    TestsNix.giveTo(world);
    world.set("NIX", "nix --extra-experimental-features 'nix-command flakes'");
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Outcome shell(String script, String... arguments) {
    return world.shellIn(project, script, arguments);
  }

  private Outcome plain(String options) {
    return shell("eval \"$NIX print-dev-env --json --no-write-lock-file $1\"", options);
  }

  /** For a person who allows everything that is there. */
  private Outcome sandboxed() {
    Outcome allowed = Allowance.give(world, project);
    return allowed.exit() == 0 ? launch() : allowed;
  }

  private Outcome launch() {
    return Launch.quietly(world)
        .in(project)
        .with("--devshell")
        .shell("printf '%s\\n' \"$VARIABLE\"; cat \"$VARIABLE\"/*");
  }

  /**
   * An attack.
   *
   * @param inputs of the flake, in Nix
   * @param variable what its dev shell reads, in Nix, with {@code OUTSIDE}, {@code HASH} and {@code
   *     REVISION} for the directory with the canary
   * @param furnish a shell script that completes the project; its arguments are OUTSIDE, HASH and
   *     REVISION
   * @param options of plain Nix
   */
  record Attack(String name, String inputs, String variable, String furnish, String options) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String LOCK =
      """
      cat >flake.lock <<END
      { "nodes": {
          "dep": { "flake": false,
                   "locked": %s,
                   "original": { "owner": "nobody", "repo": "nothing", "type": "github" } },
          "root": { "inputs": { "dep": "dep" } } },
        "root": "root", "version": 7 }
      END
      """;

  private static final String REMOTE =
      "{ dep = { url = \"github:nobody/nothing\"; flake = false; }; }";

  private static final String READ_INPUT = "builtins.readFile \"${dep}/canary\"";

  static Stream<Arguments> attacks() {
    return Stream.of(
            new Attack(
                "an input that is a path",
                "{ dep = { url = \"path:OUTSIDE\"; flake = false; }; }",
                READ_INPUT,
                "",
                PURE),
            new Attack(
                "a lock that says a path",
                REMOTE,
                READ_INPUT,
                LOCK.formatted("{ \"type\": \"path\", \"path\": \"$1\", \"narHash\": \"$2\" }"),
                PURE),
            new Attack(
                "a lock that says a repository",
                REMOTE,
                READ_INPUT,
                LOCK.formatted(
                    "{ \"type\": \"git\", \"url\": \"file://$1\", \"rev\": \"$3\", \"ref\": \"main\", \"revCount\": 1, \"lastModified\": $(git -C \"$1\" log -1 --format=%ct) }"),
                PURE),
            new Attack(
                "fetchTree of a path",
                "{ }",
                "builtins.readFile ((builtins.fetchTree { type = \"path\"; path = \"OUTSIDE\"; narHash = \"HASH\"; }) + \"/canary\")",
                "",
                PURE),
            new Attack(
                "fetchGit of a repository",
                "{ }",
                "builtins.readFile ((builtins.fetchGit { url = \"file://OUTSIDE\"; ref = \"main\"; rev = \"REVISION\"; }) + \"/canary\")",
                "",
                PURE),
            new Attack(
                "readFile of an absolute path",
                "{ }",
                "builtins.readFile \"OUTSIDE/canary\"",
                "",
                IMPURE),
            new Attack(
                "builtins.path of an absolute path",
                "{ }",
                "builtins.path { name = \"taken\"; path = \"OUTSIDE\"; }",
                "",
                IMPURE),
            new Attack(
                "a link to a file",
                "{ }",
                "builtins.readFile ./link",
                "ln -s \"$1/canary\" link",
                IMPURE),
            new Attack(
                "a link to a directory",
                "{ }",
                "builtins.readFile ./link/canary",
                "ln -s \"$1\" link",
                IMPURE),
            new Attack(
                "an import from a parent",
                "{ }",
                "builtins.readFile ../../outside/canary",
                "rm -rf \"$1/.git\" .git; git -C ../.. init -q; cd ../..; git add work/flake outside",
                PURE))
        .map(Arguments::of);
  }

  private String prepare(Attack attack) throws IOException {
    String canary = "canary-" + UUID.randomUUID();
    OutcomeAssert.assertThat(
            world.shell("rm -rf ~/work/flake ~/outside; mkdir -p ~/work/flake ~/outside"))
        .succeeded();
    Flakes.write(outside.resolve("canary"), canary);
    String revision =
        known("cd $1; git init -q -b main; git add .; git commit -qm x; git rev-parse HEAD");
    String hash = known("eval \"$NIX hash path $1\"");
    Flakes.project(
        project,
        filled(attack.inputs(), hash, revision),
        attack.inputs().equals("{ }") ? "self" : "self, dep",
        filled(attack.variable(), hash, revision));
    OutcomeAssert.assertThat(
            shell(
                "git init -q; " + attack.furnish() + "\ngit add .",
                outside.toString(),
                hash,
                revision))
        .succeeded();
    return canary;
  }

  private String known(String script) {
    Outcome outcome = shell(script, outside.toString());
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out().strip();
  }

  private String filled(String text, String hash, String revision) {
    return text.replace("OUTSIDE", outside.toString())
        .replace("HASH", hash)
        .replace("REVISION", revision);
  }

  /** The paths added to the store since then that hold this text, unlike those that others add. */
  private String holding(String canary, Path since) {
    return shell(
            "find /nix/store -maxdepth 1 -newercc \"$2\" -print0 | xargs -0 -r grep -rlsF -e \"$1\"; true",
            canary,
            since.toString())
        .out();
  }

  private Path now() throws IOException {
    return Files.createTempFile(world.backstage(), "now", "");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void takesNothingOfThisMachine(Attack attack) throws IOException {
    Path start = now();
    String first = prepare(attack);
    Outcome plain = plain(attack.options());
    OutcomeAssert.assertThat(plain).succeeded();
    assertThat(plain.out().contains(first) || !holding(first, start).isEmpty()).isTrue();
    OutcomeAssert.assertThat(world.shell("rm -rf ~/.cache/nix ~/.git")).succeeded();

    Path middle = now();
    String second = prepare(attack);
    Outcome sandboxed = sandboxed();

    OutcomeAssert.assertThat(sandboxed).exitedWith(125).outIs("").errLacks(second);
    assertThat(holding(second, middle)).isEmpty();
  }

  @Test
  void anInputOutsideIsRefusedByNameBeforeAnythingIsEvaluated() throws IOException {
    List<Attack> attacks =
        attacks().map(arguments -> (Attack) arguments.get()[0]).limit(3).toList();
    for (Attack attack : attacks) {
      prepare(attack);

      OutcomeAssert.assertThat(sandboxed())
          .exitedWith(125)
          .errContains("the input \"dep\" is ")
          .errContains(outside.toString());
    }
    OutcomeAssert.assertThat(sandboxed()).errContains(project.resolve("flake.lock") + ":3:");
  }

  @Test
  void reachesNoNetwork() throws IOException {
    try (LoopbackServer server = new LoopbackServer(request -> LoopbackServer.Reply.json("{}"))) {
      String hash = "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="; // Of "{}".
      Attack attack =
          new Attack(
              "fetchurl",
              "{ }",
              "builtins.readFile (builtins.fetchurl { url = \"%s/x-%s\"; sha256 = \"%s\"; })"
                  .formatted(server.url(), UUID.randomUUID(), hash),
              "",
              PURE);
      prepare(attack);

      Outcome sandboxed = sandboxed();
      assertThat(server.requests()).isEmpty();
      plain(PURE);
      assertThat(server.requests()).isNotEmpty();
      OutcomeAssert.assertThat(sandboxed).exitedWith(125).errContains(server.url());
    }
  }

  @Test
  void startsNothingThatTheProjectsGitIsConfiguredToStart() throws IOException {
    Attack attack =
        new Attack(
            "fsmonitor",
            "{ }",
            "\"harmless\"",
            """
            printf '#!/bin/sh\\ntouch ~/ran\\n' >monitor
            chmod +x monitor
            git config core.fsmonitor "$PWD/monitor"
            """,
            PURE);
    prepare(attack);
    Path ran = world.home().resolve("ran");
    Files.deleteIfExists(ran); // git add has run it too.

    OutcomeAssert.assertThat(sandboxed()).outContains("harmless");
    assertThat(ran).doesNotExist();
    OutcomeAssert.assertThat(plain(PURE)).succeeded();
    assertThat(Files.exists(ran)).isEqualTo(TestsNix.startsGit(world));
  }

  @Test
  void buildsNothingWhileItEvaluates() throws IOException {
    String bash = "(builtins.head (builtins.attrValues self.devShells)).default";
    Attack attack =
        new Attack(
            "import from derivation",
            "{ }",
            """
            builtins.readFile (derivation {
              name = "built-%s"; inherit system; builder = (%s).builder;
              args = [ "-c" "echo built > $out" ];
            })
            """
                .formatted(UUID.randomUUID(), bash),
            "",
            PURE);
    prepare(attack);

    OutcomeAssert.assertThat(sandboxed())
        .exitedWith(125)
        .errContains("because the option 'allow-import-from-derivation' is disabled");
    OutcomeAssert.assertThat(plain(PURE)).succeeded().outContains("built");
  }

  @Test
  void doesNotWaitForAFlakeInAPipe() throws IOException {
    Files.createDirectories(project);
    OutcomeAssert.assertThat(shell("mkfifo flake.nix")).succeeded();

    OutcomeAssert.assertThat(sandboxed())
        .exitedWith(125)
        .errContains(project.resolve("flake.nix") + " is not a file, directory or link");
  }
}
