package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * sandboxed's flake itself, with real Nix and a stand-in for nixpkgs: what it is made of and what
 * it checks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlakeIT {

  private final FlakeWorld flakes = FlakeWorld.create();
  private final HostWorld world = flakes.world();
  private final Path flake = flakes.flake();

  @BeforeAll
  void build() {
    flakes.claudeSandboxed();
  }

  @AfterAll
  void tearDown() {
    flakes.close();
  }

  @Test
  void nixCanReadEachOfItsFiles() throws IOException {
    try (Stream<Path> files = Files.walk(flake)) {
      List<String> sources =
          files.map(Path::toString).filter(file -> file.endsWith(".nix")).toList();

      assertThat(sources).hasSizeGreaterThan(20);
      for (String source : sources) {
        OutcomeAssert.assertThat(world.run("nix-instantiate", "--parse", source)).succeeded();
      }
    }
  }

  @Test
  void itsChecksPass() {
    Outcome check =
        flakes.inFlake(flake, "flake check", "--print-build-logs").finish(FlakeWorld.BUILD);

    OutcomeAssert.assertThat(check).succeeded();
  }

  @Test
  void theClosureWithoutAnAgentIsBelow150MiB() throws IOException {
    Path size = world.home().resolve("size");
    String system =
        flakes.nix("eval", "--raw", "--impure", "--expr", "builtins.currentSystem").out();
    OutcomeAssert.assertThat(
            flakes
                .inFlake(
                    flake, "build", "-o", size.toString(), ".#checks." + system + ".closure-size")
                .finish(FlakeWorld.BUILD))
        .succeeded();

    assertThat(Files.readString(size))
        .matches("the closure of sandboxed is [0-9]{8,9} bytes, of 157286400\n");
    System.out.print(Files.readString(size));
  }

  @Test
  void twoBuildsOfTheJarsAreTheSame() {
    Outcome again =
        flakes
            .inFlake(flake, "build", "--no-link", "--rebuild", ".#sandboxed.java.jars")
            .finish(FlakeWorld.BUILD);

    OutcomeAssert.assertThat(again).succeeded();
  }

  @Test
  void theLockIsWhatMavenTakes() throws IOException {
    Path copy = flakes.copyFlake(world.home().resolve("unlocked"));
    Path settings = world.home().resolve("settings.xml");
    Files.writeString(
        settings,
        """
        <settings>
          <mirrors>
            <mirror>
              <id>fetched-before</id>
              <mirrorOf>*</mirrorOf>
              <url>%s</url>
            </mirror>
          </mirrors>
        </settings>
        """
            .formatted(StandInNixpkgs.mavenRepository().toUri()));
    Path lock = copy.resolve("nix/maven-lock.json");
    Files.delete(lock);
    world.set("JAVA_HOME", System.getProperty("java.home"));

    Outcome update =
        world
            .start(copy, List.of("nix/update-maven-lock", "--settings", settings.toString()))
            .finish(FlakeWorld.BUILD);

    OutcomeAssert.assertThat(update).succeeded();
    assertThat(lock).hasSameTextualContentAs(flake.resolve("nix/maven-lock.json"));
  }

  @Test
  void aFileThatIsNotTheLockedOneIsNotTaken() throws IOException {
    Path copy = flakes.copyFlake(world.home().resolve("tampered"));
    Path lock = copy.resolve("nix/maven-lock.json");
    String locked = Files.readString(lock);
    String tampered = locked.replaceFirst("(picocli-[0-9.]+jar\": \")[0-9a-f]{4}", "$10000");
    assertThat(tampered).isNotEqualTo(locked);
    Files.writeString(lock, tampered);

    Outcome build =
        flakes.inFlake(copy, "build", "--no-link", "-L", ".#sandboxed.java.jars").finish();

    OutcomeAssert.assertThat(build).exitedWith(1).errContains("info/picocli/picocli");
  }

  @Test
  void anOlderBubblewrapIsReplacedAndANewerOneKept() {
    String ours =
        "let pkgs = import %s { }; in (import %s/nix/bubblewrap.nix { inherit (pkgs) lib fetchurl; bubblewrap = pkgs.bubblewrap.overrideAttrs { version = \"%s\"; }; })";

    assertThat(bubblewrap(ours, "0.11.1", "version")).isEqualTo("0.13.1");
    // Upstream's release stays where it is; Debian keeps its current versions only.
    assertThat(bubblewrap(ours, "0.11.1", "src.urls.0"))
        .isEqualTo(
            "https://github.com/containers/bubblewrap/releases/download/v0.13.1/bubblewrap-0.13.1.tar.xz");
    assertThat(bubblewrap(ours, "0.11.1", "src.urls.1"))
        .isEqualTo("mirror://debian/pool/main/b/bubblewrap/bubblewrap_0.13.1.orig.tar.xz");
    assertThat(bubblewrap(ours, "0.11.1", "meta.changelog")).endsWith("/releases/tag/v0.13.1");
    assertThat(bubblewrap(ours, "0.11.1", "meta.mainProgram")).isEqualTo("bwrap");
    assertThat(bubblewrap(ours, "0.13.1", "src.rev")).isEqualTo("v0.13.1");
    assertThat(bubblewrap(ours, "0.14.0", "version")).isEqualTo("0.14.0");
    assertThat(bubblewrap(ours, "0.14.0", "meta.changelog")).endsWith("/releases/tag/v0.14.0");
  }

  private String bubblewrap(String expression, String version, String attribute) {
    String[] parts = attribute.split("[.](?=[0-9])", -1);
    String value = expression.formatted(flakes.nixpkgs(), flake, version) + "." + parts[0];
    Outcome outcome =
        flakes.nix(
            "eval",
            "--raw",
            "--impure",
            "--expr",
            parts.length == 1 ? value : "builtins.elemAt (" + value + ") " + parts[1]);
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out();
  }
}
