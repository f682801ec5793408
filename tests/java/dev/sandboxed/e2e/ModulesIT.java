package dev.sandboxed.e2e;

import static dev.sandboxed.e2e.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real Nix evaluates {@code programs.sandboxed}, and builds what comes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModulesIT {

  /** Where the options are set, and what is then set for the person. */
  enum Place {
    NIXOS("environment.systemPackages", "environment.etc", "environment.sessionVariables"),
    HOME("home.packages", "xdg.configFile", "home.sessionVariables");

    private final String packages;
    private final String files;
    private final String variables;

    Place(String packages, String files, String variables) {
      this.packages = packages;
      this.files = files;
      this.variables = variables;
    }

    private String with(String module) {
      return "(" + (this == NIXOS ? "nixos" : "home") + " [ { " + module + " } ])";
    }

    private String programs(String options) {
      return with("programs.sandboxed = { enable = true; " + options + " };");
    }
  }

  private static final String WEB =
      "profiles.web = { extends = \"base\"; network.tier = \"none\"; };"
          + " profiles.base = { extends = \"strict\"; environment.pass = [ \"LC_*\" ]; };";

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final NixExpressions nix = new NixExpressions(world, prelude());

  /** Its packages run the checkout, and are new each time, so that nothing was built before. */
  private static String prelude() {
    String bash = System.getenv().getOrDefault("NIX_FOR_TESTS_BASH", "\"/bin/bash\"");
    return """
    let
      lib = import %1$s/tests/nix/lib;
      run = name: script: derivation {
        inherit name;
        system = builtins.currentSystem;
        builder = %2$s;
        args = [ "-c" "set -e; PATH=/usr/bin:/bin; ${script}" ];
      };
      pkgs = {
        stdenv.hostPlatform.system = builtins.currentSystem;
        runCommand = name: _: run name;
        writeText = builtins.toFile;
      } // import %1$s/tests/nix/pkgs/formats.nix { inherit lib; inherit (pkgs) writeText; };
      program = name: run name ''
        mkdir -p $out/bin
        printf '#!/bin/sh\\nPATH=/usr/bin:/bin exec %1$s/bin/%%s "$@" # %3$s\\n' ${name} >$out/bin/${name}
        chmod +x $out/bin/${name}
      '';
      self.packages.${builtins.currentSystem} = {
        sandboxed = program "sandboxed" // {
          bubblewrap = run "bubblewrap" "";
          util-linux = run "util-linux" "";
        };
        claude-sandboxed = program "claude-sandboxed";
        gemini-sandboxed = program "gemini-sandboxed";
      };
      inherit (import %1$s/tests/nix/modules-under-test.nix { inherit lib pkgs self; }) nixos home;
      names = map (package: package.name);
    in
    """
        .formatted(Checkout.directory(), bash, UUID.randomUUID());
  }

  @AfterAll
  void takeAway() {
    world.close();
  }

  private Outcome value(String expression) {
    return nix.value(expression);
  }

  private Path built(String expression) {
    Outcome built = nix.built(expression);
    assertThat(built).succeeded();
    return Path.of(built.out().strip());
  }

  /** The directory with the files of all profiles, which were checked in it. */
  private static String profiles(Place place, String options) {
    return "(let files = %s.%s; in builtins.head (builtins.attrValues files)).source"
        .formatted(place.programs(options), place.files);
  }

  private static String directory(Place place, String options) {
    // What a string is made of is what Nix builds for it.
    return "derivation { name = \"profiles\"; system = builtins.currentSystem; builder = \"/bin/sh\";"
        + " args = [ \"-c\" \"cp -rL ${dirOf (%s)} $out\" ]; PATH = \"/usr/bin:/bin\"; }"
            .formatted(profiles(place, options));
  }

  @ParameterizedTest
  @EnumSource
  void disabledItIsAsIfItWereNotThere(Place place) {
    String options = "agents.claude.enable = true; defaultProfile = \"web\"; " + WEB;
    String all = " c: builtins.removeAttrs c [ \"programs\" ]";

    String disabled = place.with("programs.sandboxed = { " + options + " };");
    assertThat(value("(" + all + ") " + disabled + " == (" + all + ") " + place.with("")))
        .succeeded()
        .outIs("true");
    assertThat(value("(" + all + ") " + place.programs(options) + " == (" + all + ") " + disabled))
        .succeeded()
        .outIs("false");
  }

  @ParameterizedTest
  @EnumSource
  void enabledItBringsTheCommandAndTheAgentsThatAreEnabled(Place place) {
    String names = "names %s." + place.packages;

    assertThat(value(names.formatted(place.programs("")))).succeeded().outIs("[\"sandboxed\"]");
    assertThat(value(names.formatted(place.programs("agents.claude.enable = true;"))))
        .succeeded()
        .outIs("[\"sandboxed\",\"claude-sandboxed\"]");
    assertThat(
            value(
                names.formatted(
                    place.programs(
                        "package = run \"mine\" \"\"; agents.gemini = { enable = true;"
                            + " package = run \"my-gemini\" \"\"; };"))))
        .succeeded()
        .outIs("[\"mine\",\"my-gemini\"]");
  }

  @ParameterizedTest
  @EnumSource
  void eachProfileIsAFileWhereSandboxedLooksForIt(Place place) {
    assertThat(value("builtins.attrNames " + place.programs(WEB) + "." + place.files))
        .succeeded()
        .outIs("[\"sandboxed/profiles/base.toml\",\"sandboxed/profiles/web.toml\"]");
    assertThat(value(place.programs(WEB) + "." + place.variables)).succeeded().outIs("{}");
  }

  @ParameterizedTest
  @EnumSource
  void theFilesAreWhatOurReaderTakes(Place place) throws IOException {
    Path profiles = built(directory(place, WEB));

    assertThat(profiles.resolve("web.toml"))
        .hasContent("extends = \"base\"\n\n[network]\ntier = \"none\"\n");
    Path own = Files.createDirectories(world.home().resolve(".config/sandboxed"));
    Files.deleteIfExists(own.resolve("profiles"));
    Files.createSymbolicLink(own.resolve("profiles"), profiles);
    assertThat(world.sandboxed("profiles", "show", "web"))
        .succeeded()
        .outContains("# default < strict < base < web\n")
        .outContains("network.tier           none ")
        .outContains("LC_*");
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeInAProfileFailsTheBuildWithItsPlace(Place place) {
    Outcome outcome =
        nix.built(
            directory(
                place,
                "profiles.web = { extends = \"bse\"; network.teir = \"none\"; };"
                    + " profiles.base.auth.mode = \"shred\";"));

    assertThat(outcome)
        .exitedWith(1)
        .errContains("web.toml:1:11: there is no profile \"bse\"")
        .errContains("did you mean \"base\"?")
        .errContains("web.toml:4:1: unknown key \"teir\"")
        .errContains("base.toml:3:8: unknown mode \"shred\"")
        .errContains("web.toml:4:teir = \"none\"");
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultProfileIsOneOfTheirsOrABuiltInOne(Place place) {
    String variables = "." + place.variables;

    assertThat(value(place.programs("defaultProfile = \"web\"; " + WEB) + variables))
        .succeeded()
        .outIs("{\"SANDBOXED_PROFILE\":\"web\"}");
    assertThat(value(place.programs("defaultProfile = \"offline\";") + variables))
        .succeeded()
        .outIs("{\"SANDBOXED_PROFILE\":\"offline\"}");
    assertThat(value(place.programs("defaultProfile = \"wbe\"; " + WEB) + variables))
        .exitedWith(1)
        .errContains("programs.sandboxed.defaultProfile: there is no profile \"wbe\"")
        .errContains("There are: base, default, offline, permissive, strict, web.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enabel = true;                   | The option `programs.sandboxed.enabel' does not exist
          agents.cluade.enable = true;     | The option `programs.sandboxed.agents.cluade' does not exist
          agents.claude.enable = "yes";    | is not of type `boolean'
          package = "sandboxed";           | is not of type `package'
          defaultProfile = [ ];            | is not of type `null or string'
          profiles = [ ];                  | is not of type `attribute set of open submodule of TOML value'
          profiles.web = "strict";         | `programs.sandboxed.profiles.web' is not of type `open submodule
          profiles.web.extends = null;     | `programs.sandboxed.profiles.web.extends' is not of type `TOML value'
          profiles."../web" = { };         | these cannot be names of profiles: "../web"
          profiles.Web = { };              | A name is made of a-z, 0-9
          """)
  void aSlipOfThePenIsSaid(String options, String message) {
    for (Place place : Place.values()) {
      String all = "(c: [ c.%s c.%s ]) ".formatted(place.packages, place.files);
      assertThat(value(all + place.programs(options))).exitedWith(1).errContains(message);
    }
  }

  @Test
  void aMachineThatIsNotSupportedIsNamed() {
    assertThat(
            value(
                "(home [ { _module.args.pkgs = lib.mkForce (pkgs // {"
                    + " stdenv.hostPlatform.system = \"aarch64-darwin\"; });"
                    + " programs.sandboxed.enable = true; } ]).home.packages"))
        .exitedWith(1)
        .errContains("runs on Linux")
        .errContains("aarch64-darwin");
  }

  @Test
  void theOptionsAreTheSameInBoth() {
    String names = " builtins.attrNames (%s [ ]).programs.sandboxed ";

    assertThat(value(names.formatted("home") + "==" + names.formatted("nixos")))
        .succeeded()
        .outIs("true");
  }

  @ParameterizedTest
  @EnumSource
  void itMayBeImportedByMoreThanOneModule(Place place) {
    String name = place == Place.NIXOS ? "nixos" : "home";
    String ours = "(import " + Checkout.directory() + "/nix/modules/" + name + ".nix self)";

    assertThat(
            value(
                "names ("
                    + name
                    + " [ "
                    + ours
                    + " { programs.sandboxed.enable = true; } ])."
                    + place.packages))
        .succeeded()
        .outIs("[\"sandboxed\"]");
  }

  private static String nixos(String settings) {
    return Place.NIXOS.with("programs.sandboxed.enable = true; " + settings);
  }

  @Test
  void theHostGetsWhatASandboxNeeds() {
    assertThat(value(nixos("") + ".boot.kernelModules")).outIs("[\"tun\"]");
    // As the hardened profile of NixOS says it.
    String hardened = "security.unprivilegedUsernsClone = lib.mkDefault false;";
    assertThat(value(nixos(hardened) + ".security.unprivilegedUsernsClone")).outIs("true");
  }

  @Test
  void aHostThatForbidsSandboxesIsRefusedWithAWayOut() {
    assertThat(value(nixos("security.allowUserNamespaces = false;") + ".boot.kernelModules"))
        .exitedWith(1)
        .errContains("security.allowUserNamespaces is false")
        .errContains("Set it to true");
    assertThat(value(nixos("security.unprivilegedUsernsClone = false;") + ".boot.kernelModules"))
        .exitedWith(1)
        .errContains("security.unprivilegedUsernsClone")
        .errContains("Take that out");
  }

  @Test
  void appArmorIsToldOfOurProgramsWhereItIsEnabled() {
    String policies = ".security.apparmor.policies";

    assertThat(value(nixos("") + policies)).succeeded().outIs("{}");
    assertThat(value(nixos("security.apparmor.enable = true;") + policies))
        .succeeded()
        .outContains("\"sandboxed-bwrap\"")
        .outContains("-bubblewrap/bin/bwrap flags=(unconfined) {\\n  userns,")
        .outContains("\"sandboxed-unshare\"")
        .outContains("-util-linux/bin/unshare flags=(unconfined)");
  }
}
