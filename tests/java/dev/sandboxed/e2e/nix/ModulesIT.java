package dev.sandboxed.e2e.nix;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real Nix evaluates {@code programs.sandboxed}, and builds the result. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModulesIT {

  /** Where the options are set, and what is set for the person then. */
  enum Place {
    NIXOS(
        "nixos",
        "config.environment.systemPackages",
        "config.environment.etc",
        "config.environment.sessionVariables",
        "config.system.build.toplevel"),
    HOME(
        "home",
        "config.home.packages",
        "config.xdg.configFile",
        "config.home.sessionVariables",
        "activationPackage");

    private final String system;
    private final String packages;
    private final String files;
    private final String variables;
    private final String build;

    Place(String system, String packages, String files, String variables, String build) {
      this.system = system;
      this.packages = packages;
      this.files = files;
      this.variables = variables;
      this.build = build;
    }

    /** The result of one more module. */
    private String with(String module) {
      return "(%s [ { %s } ]).".formatted(system, module);
    }

    /** The result of these options of sandboxed. */
    private String enabled(String options) {
      return with("programs.sandboxed = { enable = true; " + options + " };");
    }
  }

  private static final String PROFILES =
      """
      profiles.web = { extends = "base"; network.tier = "none"; };
      profiles.base = { extends = "strict"; environment.pass = [ "LC_*" ]; };
      """;

  private final HostWorld world =
      HostWorld.create().install("sandboxed", Checkout.program("sandboxed"));
  private final NixExpressions nix = NixExpressions.ofCheckout(world);

  @AfterAll
  void tearDown() {
    world.close();
  }

  private OutcomeAssert assertValue(String expression) {
    return assertThat(nix.value(expression));
  }

  @ParameterizedTest
  @EnumSource
  void disabledItChangesNothing(Place place) {
    String options = "agents.claude.enable = true; defaultProfile = \"web\"; " + PROFILES;
    String rest = "builtins.removeAttrs %sconfig [ \"programs\" ]";
    String without = rest.formatted(place.with(""));
    String disabled = rest.formatted(place.with("programs.sandboxed = { " + options + " };"));
    String enabled = rest.formatted(place.enabled(options));

    assertValue(disabled + " == " + without).succeeded().outIs("true");
    assertValue(enabled + " == " + without).succeeded().outIs("false");
  }

  @ParameterizedTest
  @EnumSource
  void enabledItBringsTheCommandAndTheAgentsThatAreEnabled(Place place) {
    assertValue(names(place, "")).succeeded().outIs("[\"sandboxed\"]");
    assertValue(names(place, "agents.claude.enable = true;"))
        .succeeded()
        .outIs("[\"sandboxed\",\"claude-sandboxed\"]");
    assertValue(
            names(
                place,
                """
                package = pkgs.curl;
                agents.gemini = { enable = true; package = pkgs.less; };
                """))
        .succeeded()
        .outIs("[\"curl-0\",\"less-0\"]");
  }

  private static String names(Place place, String options) {
    return "map (package: package.name) " + place.enabled(options) + place.packages;
  }

  @ParameterizedTest
  @EnumSource
  void eachProfileIsAFileWhereSandboxedLooksForIt(Place place) {
    assertValue("builtins.attrNames " + place.enabled(PROFILES) + place.files)
        .succeeded()
        .outIs("[\"sandboxed/profiles/base.toml\",\"sandboxed/profiles/web.toml\"]");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBuiltRunsAndReadsItsProfiles(Place place) throws IOException {
    Outcome build =
        nix.built(place.enabled(PROFILES + "agents.claude.enable = true;") + place.build);
    assertThat(build).succeeded();
    Path built = Path.of(build.out().strip());

    assertThat(built.resolve("sandboxed/profiles/web.toml"))
        .hasContent("extends = \"base\"\n\n[network]\ntier = \"none\"\n");
    Path own = Files.createDirectories(world.home().resolve(".config")).resolve("sandboxed");
    Files.deleteIfExists(own);
    Files.createSymbolicLink(own, built.resolve("sandboxed"));
    assertThat(world.run(built + "/bin/sandboxed", "profiles", "show", "web"))
        .succeeded()
        .outContains("# default < strict < base < web\n")
        .outContains("network.tier           none ")
        .outContains("LC_*");
    assertThat(built.resolve("bin/claude-sandboxed")).isExecutable();
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeInAProfileFailsTheBuildWithItsPlace(Place place) {
    String mistakes =
        """
        profiles.web = { extends = "bse"; network.teir = "none"; };
        profiles.base.auth.mode = "shred";
        """;

    assertThat(nix.built(place.enabled(mistakes) + place.build))
        .failed()
        .errContains("web.toml:1:11: there is no profile \"bse\"")
        .errContains("did you mean \"base\"?")
        .errContains("web.toml:4:1: unknown key \"teir\"")
        .errContains("base.toml:3:8: unknown mode \"shred\"")
        // The line itself, because the file is not in a place where a person could look.
        .errContains("web.toml:4:teir = \"none\"");
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultProfileIsOneOfThemOrABuiltInOne(Place place) {
    assertValue(place.enabled("") + place.variables).succeeded().outIs("{}");
    assertValue(place.enabled("defaultProfile = \"web\";" + PROFILES) + place.variables)
        .succeeded()
        .outIs("{\"SANDBOXED_PROFILE\":\"web\"}");
    assertValue(place.enabled("defaultProfile = \"offline\";") + place.build + ".name").succeeded();
    assertValue(place.enabled("defaultProfile = \"wbe\";" + PROFILES) + place.build + ".name")
        .exitedWith(1)
        .errContains("programs.sandboxed.defaultProfile: there is no profile \"wbe\"")
        .errContains("There are: base, default, offline, permissive, strict, toolchains, web.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enabel = true;               | `programs.sandboxed.enabel' does not exist
          agents.cluade.enable = true; | `programs.sandboxed.agents.cluade' does not exist
          agents.claude.enable = "";   | `programs.sandboxed.agents.claude.enable' is not of type
          package = "sandboxed";       | is not of type `package'
          defaultProfile = [ ];        | is not of type `null or string'
          profiles = [ ];              | attribute set of open submodule of TOML value'
          profiles.web = "strict";     | profiles.web' is not of type `open submodule
          profiles.web.extends = null; | profiles.web.extends' is not of type `TOML value'
          profiles."../web" = { };     | these cannot be names of profiles: "../web"
          profiles.Web = { };          | A name is made of a-z, 0-9
          """)
  void aTypoIsReported(String options, String message) {
    for (Place place : Place.values()) {
      assertValue(place.enabled(options) + place.build + ".drvPath")
          .exitedWith(1)
          .errContains(message);
    }
  }

  @Test
  void anUnsupportedMachineIsNamed() {
    String mac = "pkgs // { stdenv.hostPlatform.system = \"aarch64-darwin\"; }";

    assertValue(
            Place.HOME.with(
                    "_module.args.pkgs = lib.mkForce (%s); programs.sandboxed.enable = true;"
                        .formatted(mac))
                + Place.HOME.packages)
        .exitedWith(1)
        .errContains("sandboxed runs on Linux, on x86_64 and aarch64, and not on aarch64-darwin");
  }

  @Test
  void theOptionsAreTheSameInBoth() {
    String options = " builtins.attrNames %sconfig.programs.sandboxed ";

    assertValue(
            options.formatted(Place.HOME.with("")) + "==" + options.formatted(Place.NIXOS.with("")))
        .succeeded()
        .outIs("true");
  }

  @ParameterizedTest
  @EnumSource
  void moreThanOneModuleMayImportIt(Place place) {
    String imports = "imports = [ sandboxed.%sModules.default ];".formatted(place.system);

    assertValue(place.with(imports + "programs.sandboxed.enable = true;") + place.build + ".name")
        .succeeded();
  }

  @Test
  void theHostGetsWhatASandboxNeeds() {
    assertValue(host("") + "boot.kernelModules").succeeded().outIs("[\"tun\"]");
    // As in the hardened profile of NixOS.
    String hardened = "security.unprivilegedUsernsClone = lib.mkDefault false;";
    assertValue(host(hardened) + "security.unprivilegedUsernsClone").succeeded().outIs("true");
    assertValue(Place.NIXOS.with(hardened) + "config.security.unprivilegedUsernsClone")
        .succeeded()
        .outIs("false");
  }

  private static String host(String settings) {
    return Place.NIXOS.with("programs.sandboxed.enable = true; " + settings) + "config.";
  }

  @Test
  void aHostThatForbidsSandboxesIsRefusedWithAWayOut() {
    String toplevel = "system.build.toplevel.name";

    assertValue(host("security.allowUserNamespaces = false;") + toplevel)
        .exitedWith(1)
        .errContains("security.allowUserNamespaces is false")
        .errContains("Set it to true");
    assertValue(host("security.unprivilegedUsernsClone = false;") + toplevel)
        .exitedWith(1)
        .errContains("security.unprivilegedUsernsClone")
        .errContains("Take that out");
  }

  @Test
  void appArmorKnowsSandboxedsProgramsIfItIsEnabled() {
    String policies = "security.apparmor.policies";

    assertValue(host("") + policies).succeeded().outIs("{}");
    for (String program : List.of("bwrap", "unshare")) {
      assertValue(
              host("security.apparmor.enable = true;")
                  + policies
                  + ".sandboxed-%s.profile".formatted(program))
          .succeeded()
          .outContains("profile sandboxed-" + program + " {/nix/store/")
          .outContains("-bubblewrap-0.13.1,/nix/store/")
          .outContains("}/bin/" + program + " flags=(unconfined) {\\n  userns,");
    }
  }
}
