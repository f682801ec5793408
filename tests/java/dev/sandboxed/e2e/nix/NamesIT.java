package dev.sandboxed.e2e.nix;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomlj.TomlArray;

/**
 * What our Nix files use of nixpkgs was read in nixpkgs, and the stand-in has nothing beside it: a
 * name that exists only in the stand-in would be found by the first person who uses the flake.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesIT {

  private final HostWorld world = HostWorld.create();
  private final NixExpressions nix = NixExpressions.ofCheckout(world);
  private final ListedNames names = ListedNames.read();

  @AfterAll
  void tearDown() {
    world.close();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.directory().resolve("nix"))) {
      return Stream.concat(
              Stream.of(Checkout.directory().resolve("flake.nix")),
              files.filter(file -> file.toString().endsWith(".nix")))
          .toList();
    }
  }

  private String parsed(Path file) {
    Outcome outcome = world.run("nix-instantiate", "--parse", file.toString());
    assertThat(outcome).succeeded();
    return outcome.out();
  }

  @Test
  void everyNameThatIsUsedIsListed() throws IOException {
    assertThat(sources()).hasSizeGreaterThan(20);
    for (Path file : sources()) {
      assertThat(names.missingFor(parsed(file))).as(file.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { lib }: lib.attrsets.mapAttr       | lib.attrsets.mapAttr
          { lib, ... }: let inherit (lib) mkIff types; in mkIff true types.strings | lib.mkIff, lib.types.strings
          { hello, curl }: hello              | pkgs.hello
          { pkgs }: [ pkgs.curl pkgs.hello ]  | pkgs.hello
          { jdk25_headless }: jdk25_headless.hom | pkgs.jdk25_headless.hom
          final: _: final.lib.mkIff final.bubblewrapp | lib.mkIff, pkgs.bubblewrapp
          { lib }: a: b: lib.getExe a         | ''
          """)
  void aNameThatIsNotListedIsFound(String text, String missing) throws IOException {
    Path file = Files.writeString(world.project().resolve("file.nix"), text);

    assertThat(String.join(", ", names.missingFor(parsed(file)))).isEqualTo(missing);
  }

  /** Newer Nix prints it as it was written. */
  @Test
  void aNameThatIsInheritedIsFoundWhateverNixPrints() {
    assertThat(
            names.missingFor(
                "({ lib, pkgs, ... }: (let inherit (lib) mkIff types; inherit ((pkgs).formats) tomll ; in x))"))
        .containsExactly("lib.mkIff", "pkgs.formats.tomll");
  }

  private Set<String> offered(String expression) throws IOException {
    Outcome outcome = nix.value(expression);
    assertThat(outcome).succeeded();
    return new TreeSet<>(List.of(new ObjectMapper().readValue(outcome.out(), String[].class)));
  }

  @Test
  void theStandInOffersNothingThatIsNotListed() throws IOException {
    String lib =
        """
        lib.attrNames lib ++ lib.concatMap (set: map (name: "${set}.${name}") (lib.attrNames lib.${set})) [
          "fileset" "licenses" "sourceTypes" "types"
        ]
        """;
    String pkgs =
        "lib.attrNames pkgs ++ lib.concatMap (set: map (name: \"${set}.${name}\") (lib.attrNames pkgs.${set})) [ \"formats\" \"stdenv\" \"testers\" ]";
    assertThat(names.unlisted("lib", offered(lib))).isEmpty();
    assertThat(names.unlisted("pkgs", offered(pkgs))).isEmpty();
    for (String function : List.of("fetchurl", "closureInfo", "writeTextFile")) {
      assertThat(
              names.unlisted(
                  function, offered("lib.attrNames (lib.functionArgs pkgs." + function + ")")))
          .isEmpty();
    }
    String arguments = "lib.attrNames (lib.functionArgs (%s))";
    assertThat(
            names.unlisted(
                "runNixOSTest", offered(arguments.formatted("pkgs.testers.runNixOSTest"))))
        .isEmpty();
    assertThat(names.unlisted("mkOption", offered(arguments.formatted("lib.mkOption")))).isEmpty();
    assertThat(
            names.unlisted(
                "mkPackageOption", offered(arguments.formatted("lib.mkPackageOption pkgs \"x\""))))
        .isEmpty();
    // An option that is invisible is a removed one, which only says so.
    String options =
        """
        let
          paths = path: options:
            if lib.isOption options then lib.optionals (options.visible or true) [ path ]
            else lib.concatMap (name: paths (if path == "" then name else "${path}.${name}") options.${name}) (lib.attrNames options);
        in
        paths "" (builtins.removeAttrs (%s [ ]).options [ "programs" "_module" ])
        """;
    assertThat(names.unlisted("nixos", offered(options.formatted("nixos")))).isEmpty();
    assertThat(names.unlisted("home", offered(options.formatted("home")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { instalPhase = ""; }    | mkDerivation does not know the attribute `instalPhase`
          { passAsFile = [ "x" ]; } | mkDerivation does not know the attribute `passAsFile`
          { launcher = ""; }       | mkDerivation does not know the attribute `launcher`
          { env.x = [ "a" ]; }     | the variable `x' of env is not a string
          { env.x = { outPath = "/x"; }; } | the variable `x' of env is not a string
          { meta.mainProgramm = "x"; } | there is no attribute `meta.mainProgramm'
          """)
  void theStandInRefusesAttributesThatMeanNothingToNixpkgs(String attributes, String message) {
    String package_ = "(pkgs.stdenv.mkDerivation ({ name = \"x\"; } // %s)).drvPath";

    assertThat(nix.value(package_.formatted("{ env.x = \"a\"; }"))).succeeded();
    assertThat(nix.value(package_.formatted(attributes)))
        .exitedWith(1)
        .errContains(message.strip().replaceAll("`(\\w+)`$", "`$1'"));
  }

  @Test
  void whatIsReadHasItsPlace() {
    TomlArray read = Objects.requireNonNull(names.file().getArray("read"));
    Pattern commit = Pattern.compile("[0-9a-f]{40}");

    assertThat(names.file().errors()).isEmpty();
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.getTable(i).getString("commit")).matches(commit);
      assertThat(read.getTable(i).getString("path")).contains("/").doesNotStartWith("/");
    }
    assertThat(names.of("mkDerivation")).contains("installPhase").doesNotContain("passAsFile");
    assertThat(names.of("nixos")).doesNotContain("security.unprivilegedUsernsClone");
  }

  /** On 2026-08-22 an option went; what is pinned must not be a nixpkgs in which it would pass. */
  @Test
  void theLockedNixpkgsIsOneThatHasLostTheOption() throws IOException {
    JsonNode locked =
        new ObjectMapper()
            .readTree(Checkout.directory().resolve("flake.lock").toFile())
            .at("/nodes/nixpkgs/locked");

    assertThat(locked.path("lastModified").asLong())
        .isGreaterThan(Instant.parse("2026-08-23T00:00:00Z").getEpochSecond());
    assertThat(locked.path("rev").asText()).matches("[0-9a-f]{40}");
    assertThat(locked.path("narHash").asText()).matches("sha256-.{43}=");
  }

  /** The Python of a test of NixOS. */
  @Test
  void theDriverOffersNothingThatIsNotListed() throws IOException {
    String driver = Files.readString(Checkout.directory().resolve("tests/nix/driver.py"));
    Set<String> methods =
        Pattern.compile("(?m)^    def ([a-z]\\w+)\\(self")
            .matcher(driver)
            .results()
            .map(method -> method.group(1))
            .collect(Collectors.toSet());

    assertThat(methods).hasSize(4);
    assertThat(names.unlisted("driver", methods)).isEmpty();
  }
}
