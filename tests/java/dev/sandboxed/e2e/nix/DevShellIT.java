package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.nix.DevShellFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real dev shell of real Nix, and the fixture's flake, in the sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevShellIT {

  private static final String GREETING = "hello from the dev shell";

  private final HostWorld world = HostWorld.create();
  private final Path project = world.home().resolve("work/flake");
  private final Path elsewhere = world.home().resolve("work/packages");
  private String path = "";

  @BeforeAll
  void furnish() throws IOException, InterruptedException {
    TestsNix.giveSettingsTo(world);
    path = "/usr/bin:/bin:" + TestsNix.programs();
    world.set("PATH", path);
    DevShellFixture.copiedTo(Files.createDirectories(project));
    DevShellFixture.copiedTo(Files.createDirectories(elsewhere));
    OutcomeAssert.assertThat(Allowance.give(world, project)).succeeded();
  }

  @AfterEach
  void theProjectHasNothingNew() {
    OutcomeAssert.assertThat(
            shell("git status --porcelain --ignored --untracked-files | grep -v ^A"))
        .outIs("");
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  private Outcome shell(String script, String... arguments) {
    return world.shellIn(project, script, arguments);
  }

  private Launch launch(String... options) {
    return Launch.quietly(world).in(project).with(options);
  }

  private Outcome inside(String script, String... options) {
    return launch(options).shell(script);
  }

  private String nix(String arguments) {
    Outcome outcome = shell("nix " + arguments + " 2>/dev/null");
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out().strip();
  }

  private String built(String installable) {
    return nix(
        "build --no-link --no-write-lock-file --json "
            + installable
            + " | grep -o '/nix/store/[^\"]*' | grep -v drv");
  }

  @Test
  void withoutAskingThereIsNothingFromNix() {
    OutcomeAssert.assertThat(inside("command -v hello-from-devshell || test -e /nix"))
        .exitedWith(1)
        .outIs("");
  }

  @Test
  void itsToolsAreFirstOnPath() {
    Outcome inside =
        inside(
            "command -v hello-from-devshell; hello-from-devshell; echo \"${PATH%%:*}\"",
            "--devshell");

    String bin = built(".#default") + "/bin";
    OutcomeAssert.assertThat(inside)
        .succeeded()
        .outIs(bin + "/hello-from-devshell\n" + GREETING + "\n" + bin);
  }

  @Test
  void oneOfItsToolsCanBeTheCommand() {
    OutcomeAssert.assertThat(launch("--devshell").command("hello-from-devshell"))
        .succeeded()
        .outIs(GREETING);
    OutcomeAssert.assertThat(launch().command("hello-from-devshell")).exitedWith(127);
  }

  @Test
  void onlyExportedVariablesAreForwarded() {
    Outcome inside =
        inside(
            "printf '%s|' \"$PLAIN\" \"$(cat $DATA_FILE)\" \"${not_exported-unset}\" \"${shellHook-unset}\"; type greet",
            "--devshell");

    OutcomeAssert.assertThat(inside)
        .outContains(
            "two words, a \"quote\", a $dollar and\na second line|from the dev shell|unset|unset|")
        .outLacks("shellHook ran")
        .outContains("not found");
  }

  @Test
  @Flips(agent = "steered_by")
  void variablesThatSteerTheAgentAreDroppedAndReported() {
    List<String> names = List.of("LD_PRELOAD", "ANTHROPIC_BASE_URL", "HTTPS_PROXY");
    Outcome inside =
        inside(
            "for name in " + String.join(" ", names) + "; do printenv $name; done; true",
            "--devshell");
    Outcome plan = launch("--devshell", "--dry-run").command("true");

    OutcomeAssert.assertThat(inside).succeeded().outIs("");
    for (String name : names) {
      OutcomeAssert.assertThat(plan).succeeded().outContains(name + ": it ");
      OutcomeAssert.assertThat(shell("nix print-dev-env --json --no-write-lock-file 2>/dev/null"))
          .outContains('"' + name + '"');
    }
    OutcomeAssert.assertThat(plan).outLacks("evil");
  }

  @Test
  void theRestOfTheStoreIsInvisible() {
    String canary = built(".#canary") + "/canary";

    OutcomeAssert.assertThat(shell("cat \"$1\"", canary))
        .succeeded()
        .outContains("nothing in the dev shell refers to this");
    OutcomeAssert.assertThat(inside("cat " + canary, "--devshell")).exitedWith(1).outIs("");
    OutcomeAssert.assertThat(inside("ls /nix/store | sort", "--devshell"))
        .succeeded()
        .outIs(closureOfTheShell());
  }

  /** As the host's Nix sees it: what the two forwarded paths need, and the file. */
  private String closureOfTheShell() {
    String data =
        nix(
            "eval --raw --no-write-lock-file .#devShells.$(nix eval --raw --impure --expr builtins.currentSystem).default.DATA_FILE");
    return shell(
            "nix-store -qR \"$1\" \"$2\" | sed 's#/nix/store/##' | sort", built(".#default"), data)
        .out()
        .strip();
  }

  @Test
  void eachStorePathIsMountedOnItsOwnAndReadOnly() {
    Outcome inside =
        inside(
            """
            awk '$5 ~ "^/nix" { print $5, substr($6, 1, 2) }' /proc/self/mountinfo | sort
            for path in /nix/store/*; do touch $path/x $path; done
            touch /nix/store/new
            """,
            "--devshell");

    String mounts =
        closureOfTheShell()
            .lines()
            .map(path -> "/nix/store/" + path + " ro\n")
            .sorted()
            .reduce("", String::concat);
    OutcomeAssert.assertThat(inside).outIs(mounts.strip()).errContains("Read-only file system");
  }

  @Test
  void anActiveOneIsUsedAsItIs() {
    String enter =
        "eval \"$(nix print-dev-env --no-write-lock-file 2>/dev/null)\" >/dev/null; export IN_NIX_SHELL=impure SECRET=mine; PATH=$PATH:$OLD; exec \"$@\"";
    world.set("OLD", path);
    String script = "hello-from-devshell; cat $DATA_FILE; echo $IN_NIX_SHELL $SECRET";

    Outcome inside =
        shell(
            enter,
            Checkout.program("sandboxed").toString(),
            "run",
            "--quiet",
            "--devshell=env",
            "--",
            "sh",
            "-c",
            script);

    OutcomeAssert.assertThat(inside).succeeded().outIs(GREETING + "\nfrom the dev shell\nimpure");
    OutcomeAssert.assertThat(inside(script, "--devshell=env"))
        .exitedWith(125)
        .errContains("nix develop");
  }

  @Test
  @Flips(profile = "packages.nix")
  void aPackageJoinsTheSame() {
    String option = "--package=" + elsewhere + "#default";
    Profiles.write(
        world,
        "packaged",
        "extends = \"default\"\n[packages]\nnix = [\"" + elsewhere + "#default\"]\n");
    Outcome inside = inside("hello-from-devshell; echo $PLAIN", option);

    OutcomeAssert.assertThat(inside).succeeded().outIs(GREETING);
    for (String asked : List.of(option, "--profile=packaged")) {
      OutcomeAssert.assertThat(launch(asked).command("hello-from-devshell"))
          .succeeded()
          .outIs(GREETING);
    }
    OutcomeAssert.assertThat(launch().command("hello-from-devshell")).exitedWith(127);
  }

  @Test
  void nixExplainsAPackageThatDoesNotExist() {
    OutcomeAssert.assertThat(inside("true", "--package=" + elsewhere + "#nothing"))
        .exitedWith(125)
        .errContains("#nothing")
        .errContains("does not provide attribute");
  }

  @Test
  void aPackageOfTheProjectItselfIsRefused() {
    OutcomeAssert.assertThat(inside("true", "--package=.#default"))
        .exitedWith(125)
        .errContains("\".#default\" is a flake in the project")
        .errContains("--devshell");
  }

  @Test
  @Flips(profile = "devshell.enable")
  void aVariableOrAProfileCanAskForIt() {
    Profiles.write(
        world,
        "nix",
        """
        extends = "default"
        [devshell]
        enable = true
        installable = ".#default"
        """);

    OutcomeAssert.assertThat(inside("hello-from-devshell", "--profile=nix"))
        .succeeded()
        .outIs(GREETING);
    world.set("SANDBOXED_DEVSHELL", ".#default");
    OutcomeAssert.assertThat(inside("hello-from-devshell")).succeeded().outIs(GREETING);
    world.set("SANDBOXED_DEVSHELL", "");
  }

  /** Nix starts git by name, outside any sandbox, in the project, which an agent can write. */
  @Test
  void aGitPlantedInTheProjectIsNotWhatNixStarts() {
    OutcomeAssert.assertThat(
            shell(
                """
                mkdir .git/tools
                printf '#!/bin/sh\\ntouch ~/planted-git-ran\\nexec /usr/bin/git "$@"\\n' >.git/tools/git
                chmod +x .git/tools/git
                """))
        .succeeded();
    Path ran = world.home().resolve("planted-git-ran");
    String evaluate = "PATH=$PWD/.git/tools:$PATH; \"$@\"";

    OutcomeAssert.assertThat(shell(evaluate, "nix", "print-dev-env", "--no-write-lock-file"))
        .succeeded();
    assertThat(Files.exists(ran)).isEqualTo(TestsNix.startsGit(world));
    OutcomeAssert.assertThat(shell("rm -f ~/planted-git-ran; rm -rf ~/.cache/nix")).succeeded();
    Launch planned = launch("--devshell").behind("bash", "-c", evaluate, "bash");
    OutcomeAssert.assertThat(planned.command("hello-from-devshell")).succeeded().outIs(GREETING);
    assertThat(ran).doesNotExist();
  }
}
