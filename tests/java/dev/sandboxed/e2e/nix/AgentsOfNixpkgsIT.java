package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which launchers sandboxed's flake has depends on what nixpkgs has and what it allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentsOfNixpkgsIT {

  private final FlakeWorld flakes = FlakeWorld.create();
  private final HostWorld world = flakes.world();
  private final Path flake = flakes.flake();

  @AfterAll
  void tearDown() {
    flakes.close();
  }

  /** Antigravity CLI as well: whoever asks for either has chosen it by name. */
  @ParameterizedTest
  @CsvSource({"claude-code,claude-sandboxed", "antigravity-cli,antigravity-sandboxed"})
  void anUnfreeAgentIsAllowedInThisFlakeOnly(String agent, String launcher) {
    Path nixpkgs = flakes.nixpkgs();
    String packages =
        "(import %s { config.allowUnfreePredicate = %s; overlays = [ (import %s/nix/overlay.nix) ]; })."
            + launcher
            + ".outPath";

    assertThat(flakes.evaluated(launcher + ".outPath")).contains(launcher);
    OutcomeAssert.assertThat(flakes.nix("eval", "path:" + nixpkgs + "#" + agent + ".outPath"))
        .exitedWith(1)
        .errContains("unfree");
    OutcomeAssert.assertThat(
            flakes.nix(
                "eval", "--impure", "--expr", packages.formatted(nixpkgs, "_: false", flake)))
        .exitedWith(1)
        .errContains("unfree");
    OutcomeAssert.assertThat(
            flakes.nix("eval", "--impure", "--expr", packages.formatted(nixpkgs, "_: true", flake)))
        .succeeded();
  }

  /** A warning today, and perhaps an error, a removal with a message or without one tomorrow. */
  @ParameterizedTest
  @CsvSource({
    "problems, true, has problems: removal",
    "throw, false, 'gemini-cli'' has been removed'",
    "missing, false, this nixpkgs has no package gemini-cli",
  })
  void whereNixpkgsGivesUpGeminiTheRestIsThere(String gemini, boolean offered, String said)
      throws IOException {
    Path nixpkgs = world.home().resolve("nixpkgs-" + gemini);
    OutcomeAssert.assertThat(
            world.shell("cp -r \"$1\" \"$2\"", flakes.nixpkgs().toString(), nixpkgs.toString()))
        .succeeded();
    Path machine = nixpkgs.resolve("machine.nix");
    Files.writeString(
        machine, Files.readString(machine).replace("{\n", "{\n gemini = \"" + gemini + "\";\n"));
    List<String> other = List.of("--override-input", "nixpkgs", "path:" + nixpkgs);
    String[] check = Stream.concat(other.stream(), Stream.of("--no-build")).toArray(String[]::new);
    String[] packages =
        Stream.concat(
                other.stream(),
                Stream.of(
                    "--impure",
                    "--raw",
                    ".#packages",
                    "--apply",
                    "all: toString (builtins.attrNames all.${builtins.currentSystem})"))
            .toArray(String[]::new);
    String overlay =
        "(import %s { config.allowUnfree = true; overlays = [ (import %s/nix/overlay.nix) ]; }).%s.outPath";

    OutcomeAssert.assertThat(flakes.inFlake(flake, "flake check", check).finish(FlakeWorld.BUILD))
        .succeeded();
    OutcomeAssert.assertThat(flakes.inFlake(flake, "eval", packages).finish())
        .succeeded()
        .outIs(
            "antigravity-sandboxed claude-sandboxed default "
                + (offered ? "gemini-sandboxed " : "")
                + "sandboxed");
    assertThat(
            flakes
                .nix(
                    "eval",
                    "--impure",
                    "--expr",
                    overlay.formatted(nixpkgs, flake, "gemini-sandboxed"))
                .err())
        .contains(said);
    OutcomeAssert.assertThat(
            flakes.nix(
                "eval",
                "--impure",
                "--expr",
                overlay.formatted(nixpkgs, flake, "claude-sandboxed")))
        .succeeded()
        .errLacks("gemini");
  }
}
