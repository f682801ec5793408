package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The launchers of sandboxed's flake, with a real Claude Code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlakeLaunchersIT {

  private final FlakeWorld flakes = FlakeWorld.create();
  private final HostWorld world = flakes.world();
  private final Path flake = flakes.flake();
  private final Path program = flakes.claudeSandboxed();

  @AfterAll
  void tearDown() {
    flakes.close();
  }

  private Outcome claude(String... words) {
    return world.run(
        Stream.concat(Stream.of(program.toString()), Stream.of(words)).toArray(String[]::new));
  }

  /** Runs a script in the sandbox of {@code claude-sandboxed}. */
  private Outcome inside(String script) {
    return claude("--quiet", "--shell", "--", "-c", script);
  }

  @Test
  void claudeAnswersFromInside() {
    Outcome run =
        flakes
            .inFlake(flake, "run", ".#claude-sandboxed", "--", "--quiet", "--", "--version")
            .finish();

    OutcomeAssert.assertThat(run).succeeded().outIs(flakes.claude().version() + " (Claude Code)");
    OutcomeAssert.assertThat(inside("cat ~/.ssh/id_rsa")).exitedWith(1).outIs("");
    OutcomeAssert.assertThat(world.shell("cat ~/.ssh/id_rsa")).outIs(world.sshKey());
  }

  @Test
  void theClosureIsKnownBeforeTheLaunch() {
    String provided = flakes.evaluated("claude-sandboxed.provided");
    String closure =
        world
            .shell(
                """
                nix-store -qR $(sed 's,/bin$,,' "$1/path") | sort
                """,
                provided)
            .out();

    assertThat(world.shell("cat \"$1\"", provided + "/store-paths").out()).isEqualTo(closure);
    OutcomeAssert.assertThat(inside("printf '%s\\n' /nix/store/* | sort"))
        .succeeded()
        .outIs(closure.strip());
    OutcomeAssert.assertThat(world.shell("ls /nix/store | wc -l"))
        .succeeded()
        .outLacks(" " + closure.lines().count() + "\n");
  }

  @Test
  void aLaunchDoesNotAskNix() {
    world.set("NIX_REMOTE", "unix:///nonexistent/socket");
    try {
      OutcomeAssert.assertThat(inside("echo in there")).succeeded().outIs("in there");
      OutcomeAssert.assertThat(claude("--package", flake + "#sandboxed", "--shell"))
          .exitedWith(125)
          .errContains("/nonexistent/socket");
    } finally {
      world.set("NIX_REMOTE", Objects.requireNonNullElse(System.getenv("NIX_REMOTE"), ""));
    }
  }

  @Test
  void aProfileWithAMistakeIsNotBuilt() {
    String launcher =
        """
        let
          pkgs = import %s { overlays = [ (import %s/nix/overlay.nix) ]; };
        in
        pkgs.mkSandboxed {
          package = pkgs.gemini-cli;
          profile = { extends = "strict"; %s = [ "~/notes" ]; };
        }
        """;

    OutcomeAssert.assertThat(built(launcher.formatted(flakes.nixpkgs(), flake, "filesystem.raed")))
        .exitedWith(1)
        .errContains("did you mean");
    OutcomeAssert.assertThat(built(launcher.formatted(flakes.nixpkgs(), flake, "filesystem.read")))
        .succeeded();
  }

  private Outcome built(String expression) {
    return world
        .start(flake, List.of("nix", "build", "--impure", "--no-link", "-L", "--expr", expression))
        .finish(FlakeWorld.BUILD);
  }

  /** Of home-manager: it asks the package for its version and installs its program `claude`. */
  @Test
  void aLauncherFitsWhereAPackageOfClaudeCodeIsAskedFor() {
    String launcher =
        "let pkgs = import %s { config.allowUnfree = true; overlays = [ (import %s/nix/overlay.nix) ]; }; in pkgs.mkSandboxed { package = pkgs.claude-code; name = \"claude\"; }"
            .formatted(flakes.nixpkgs(), flake);

    assertThat(
            flakes
                .nix(
                    "eval",
                    "--raw",
                    "--impure",
                    "--expr",
                    "with { l = " + launcher + "; }; l.version + l.name + l.meta.mainProgram")
                .out())
        .isEqualTo(flakes.claude().version() + "claude-" + flakes.claude().version() + "claude");
    Path built = world.home().resolve("as-claude");
    OutcomeAssert.assertThat(
            world
                .start(
                    flake,
                    List.of("nix", "build", "--impure", "-o", built.toString(), "--expr", launcher))
                .finish(FlakeWorld.BUILD))
        .succeeded();
    OutcomeAssert.assertThat(world.run(built + "/bin/claude", "--quiet", "--", "--version"))
        .outIs(flakes.claude().version() + " (Claude Code)");
  }

  /** {@code agents.NAME.environmentFile}, as agenix gives it, around the real launcher. */
  @Test
  void aFileWithKeysIsReadAtEachLaunchAndNeverEvaluated() throws IOException {
    Path keys = world.home().resolve("keys");
    Path touched = world.home().resolve("touched");
    String launcher =
        "let pkgs = import %s { config.allowUnfree = true; overlays = [ (import %s/nix/overlay.nix) ]; }; in (pkgs.callPackage %2$s/nix/with-environment.nix { }) pkgs.claude-sandboxed \"%s\""
            .formatted(flakes.nixpkgs(), flake, keys);
    Path built = world.home().resolve("with-keys");
    OutcomeAssert.assertThat(
            world
                .start(
                    flake,
                    List.of("nix", "build", "--impure", "-o", built.toString(), "--expr", launcher))
                .finish(FlakeWorld.BUILD))
        .succeeded();
    String[] show = {
      built + "/bin/claude-sandboxed",
      "--quiet",
      "--shell",
      "--",
      "-c",
      "printf '%s\\n' \"$ANTHROPIC_API_KEY\" \"$OTHER\""
    };

    OutcomeAssert.assertThat(world.run(show))
        .exitedWith(125)
        .errContains(keys + ": this environment file is missing or closed to you");
    Files.writeString(
        keys,
        """
        # decrypted
        ANTHROPIC_API_KEY=sk-$(touch %1$s)`touch %1$s`$HOME\\n

        OTHER="two words"
        """
            .formatted(touched));
    OutcomeAssert.assertThat(world.run(show))
        .succeeded()
        .outIs("sk-$(touch %1$s)`touch %1$s`$HOME\\n\ntwo words".formatted(touched));
    assertThat(touched).doesNotExist();
    // Read again at each launch.
    Files.writeString(keys, "OTHER='another'");
    OutcomeAssert.assertThat(world.run(show)).succeeded().outIs("another");
    for (String line : List.of("export A=secret", "LD_PRELOAD=secret", "SANDBOXED_TOOLS=secret")) {
      Files.writeString(keys, "A=1\n" + line + "\n");
      OutcomeAssert.assertThat(world.run(show))
          .exitedWith(125)
          .errContains(keys + ":2: ")
          .errLacks("secret");
    }
    OutcomeAssert.assertThat(
            world.shell(
                "grep -rlF \"touch $2\" $(nix-store -qR \"$1\") || true",
                built.toString(),
                touched.toString()))
        .outIs("");
  }
}
