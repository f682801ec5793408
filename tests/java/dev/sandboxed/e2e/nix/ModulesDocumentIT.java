package dev.sandboxed.e2e.nix;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real Nix makes of docs/nix-modules.md and the template what they show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModulesDocumentIT {

  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(nix|text)\n(.*?)^```$");

  private final HostWorld world = HostWorld.create();
  private final NixExpressions nix = NixExpressions.ofCheckout(world);
  private String document = "";

  @BeforeAll
  void read() throws IOException {
    document = Files.readString(Checkout.directory().resolve("docs/nix-modules.md"));
  }

  @AfterAll
  void tearDown() {
    world.close();
  }

  private List<String> examples(String language) {
    return EXAMPLE
        .matcher(document)
        .results()
        .filter(example -> example.group(1).equals(language))
        .map(example -> example.group(2))
        .toList();
  }

  /** The outputs of an example, for this machine's system, with the stand-ins as its inputs. */
  private String outputs(int example) throws IOException {
    String flake = examples("nix").get(example);
    Path file = world.project().resolve("example-" + example + ".nix");
    Files.writeString(
        file,
        flake
            .replace("\"x86_64-linux\"", "builtins.currentSystem")
            .replace(".x86_64-linux", ".${builtins.currentSystem}"));
    Files.writeString(world.project().resolve("configuration.nix"), "{ }\n");
    return "((import " + file + ").outputs { inherit nixpkgs home-manager sandboxed; }).";
  }

  private Path built(String expression) {
    Outcome build = nix.built(expression);
    assertThat(build).succeeded();
    return Path.of(build.out().strip());
  }

  @Test
  void theMachineOfTheExampleHasItsAgentsAndItsProfile() throws IOException {
    String laptop = outputs(0) + "nixosConfigurations.laptop.config.";
    Path built = built(laptop + "system.build.toplevel");

    assertThat(built.resolve("bin"))
        .isDirectoryContaining("glob:**/claude-sandboxed")
        .isDirectoryContaining("glob:**/gemini-sandboxed")
        .isDirectoryContaining("glob:**/sandboxed");
    assertThat(built.resolve("sandboxed/profiles/work.toml"))
        .content()
        .contains("reach = [\"192.168.1.20:5432\"]");
    assertThat(nix.value(laptop + "environment.sessionVariables"))
        .succeeded()
        .outIs("{\"SANDBOXED_PROFILE\":\"work\"}");
  }

  @Test
  void thePersonOfTheExampleHasHerAgentAndProfile() throws IOException {
    Path built = built(outputs(1) + "homeConfigurations.ada.activationPackage");

    assertThat(built.resolve("bin")).isDirectoryContaining("glob:**/claude-sandboxed");
    assertThat(built.resolve("sandboxed/profiles/quiet.toml"))
        .hasContent("extends = \"offline\"\n");
  }

  @Test
  void theMistakeOfTheExampleIsReportedAsShown() {
    Outcome outcome =
        nix.built(
            """
            (home [ {
              programs.sandboxed.enable = true;
              programs.sandboxed.profiles.web = { extends = "strict"; network.teir = "none"; };
            } ]).activationPackage
            """);

    assertThat(outcome).failed();
    assertThat(examples("text").getFirst().lines())
        .allSatisfy(line -> assertThat(outcome).errContains(line + "\n"));
  }

  @Test
  void thereAreNoOtherExamples() {
    assertThat(examples("nix")).hasSize(2);
    assertThat(examples("text")).hasSize(2);
  }

  @Test
  void everyOptionIsInTheTable() {
    Outcome options =
        nix.value(
            """
            let
              paths = path: options:
                if lib.isOption options then [ path ]
                else lib.concatMap (name: paths "${path}.${name}" options.${name}) (lib.attrNames options);
            in
            lib.concatStringsSep " " (paths "" (home [ ]).options.programs.sandboxed)
            """);

    assertThat(options).succeeded();
    assertThat(options.out().strip().replace("\"", "").split(" "))
        .hasSize(13)
        .allSatisfy(option ->
            assertThat(document)
                .containsPattern(
                    "(?m)^\\|.*`" + Pattern.quote(option.substring(1)) + "(\\.NAME)?`"));
  }

  @Test
  void theTemplatesDevShellHasClaudeWithTheProjectsTools() {
    String packages =
        """
        ((import %s/nix/template/flake.nix).outputs { inherit nixpkgs sandboxed; })
          .devShells.${builtins.currentSystem}.default.nativeBuildInputs\
        """
            .formatted(Checkout.directory());

    assertThat(nix.value("map (package: package.name) " + packages))
        .succeeded()
        .outIs("[\"nodejs-0\",\"claude-sandboxed\"]");
    assertThat(
            nix.value(
                "map (package: package.name) (builtins.elemAt " + packages + " 1).extraPackages"))
        .succeeded()
        .outIs("[\"nodejs-0\"]");
  }

  @Test
  void whatTheTemplatesProjectFileSuggestsIsAccepted() throws IOException {
    Path template = Checkout.directory().resolve("nix/template");
    String suggested =
        Files.readString(template.resolve(".sandboxed.toml")).replaceAll("(?m)^#([a-z\\[])", "$1");
    Path file = Files.writeString(world.project().resolve("suggested.toml"), suggested);

    assertThat(world.sandboxed("profiles", "check", file.toString())).succeeded();
    assertThat(suggested.lines().filter(line -> !line.startsWith("#"))).hasSize(2);
  }
}
