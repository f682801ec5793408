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
    // Without a removed option, which cannot be looked at.
    String rest =
        "(all: builtins.removeAttrs all [ \"programs\" ] // { security = builtins.removeAttrs (all.security or { }) [ \"unprivilegedUsernsClone\" ]; }) %sconfig";
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
    assertValue(names(place, "agents.antigravity.enable = true;"))
        .succeeded()
        .outIs("[\"sandboxed\",\"antigravity-sandboxed\"]");
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
    assertValue(host("") + "boot.kernelModules")
        .succeeded()
        .outIs("[\"tun\",\"veth\",\"nf_tables\",\"nft_tproxy\",\"nft_reject_ipv4\"]");
  }

  /** It was removed from nixpkgs on 2026-08-22: whoever defines it, with mkDefault too, fails. */
  @Test
  void theStandInRefusesAnOptionThatNixosDoesNotHaveAnyMore() {
    String toplevel = "system.build.toplevel.name";

    assertValue(host("") + toplevel).succeeded();
    assertValue(host("security.unprivilegedUsernsClone = lib.mkDefault true;") + toplevel)
        .exitedWith(1)
        .errContains("`security.unprivilegedUsernsClone' no longer has any effect");
    assertValue(host("security.unprivilegedUserns = true;") + toplevel)
        .exitedWith(1)
        .errContains("`security.unprivilegedUserns' does not exist");
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
  }

  private static final String POLICIES = "security.apparmor.policies";

  private static String confined(String settings) {
    return host("security.apparmor.enable = true; " + settings);
  }

  /** What Debian's parser says of a policy, without a kernel and as an ordinary user. */
  private Outcome parsed(String policy) throws IOException {
    Path base = world.home().resolve("apparmor.d");
    Files.createDirectories(base.resolve("abi"));
    // What a parser of before 4.0 does not know: the name of that version, and the word for
    // namespaces.
    boolean known =
        world
            .shell(
                "echo 'profile p { userns, }' | /usr/sbin/apparmor_parser -QKT 2>&1 && echo known")
            .out()
            .endsWith("known\n");
    Path abi = Path.of("/etc/apparmor.d/abi/4.0");
    Files.writeString(base.resolve("abi/4.0"), Files.exists(abi) ? Files.readString(abi) : "");
    Files.createDirectories(base.resolve("tunables"));
    Files.writeString(base.resolve("tunables/global"), "@{PROC}=/proc/\n");
    Path file =
        Files.writeString(
            world.home().resolve("policy"), known ? policy : policy.replace("  userns,\n", ""));
    return world.run(
        "/usr/sbin/apparmor_parser", "-QKT", "--base", base.toString(), file.toString());
  }

  private String policy(String settings, String program) {
    Outcome value = nix.value(confined(settings) + POLICIES + ".sandboxed-" + program + ".profile");
    assertThat(value).succeeded();
    return value.out().strip().replaceAll("^\"|\"$", "").replace("\\n", "\n");
  }

  @Test
  void appArmorKnowsSandboxedsProgramsIfItIsEnabled() throws IOException {
    String store = System.getenv().getOrDefault("NIX_STORE_DIR", "/nix/store");

    assertValue(host("") + POLICIES).succeeded().outIs("{}");
    for (String program : List.of("bwrap", "unshare")) {
      String policy = policy("", program);
      assertThat(policy)
          .contains("profile sandboxed-" + program + " @{sandboxed_tools}/bin/" + program + " ")
          .contains(" flags=(unconfined) {\n  userns,")
          .containsPattern(
              "@\\{sandboxed_tools} = \\Q%s\\E/\\S+-bubblewrap-0.13.1 \\Q%1$s\\E/\\S+-util-linuxMinimal-0\n"
                  .formatted(store));
      assertThat(parsed(policy)).succeeded();
      // The parser finds what once took apparmor.service down.
      assertThat(
              parsed(policy.replace("@{sandboxed_tools}/bin", "{/nix/store/a,/nix/store/b}/bin")))
          .failed();
    }
  }

  @Test
  void appArmorKnowsTheProgramsOfEachLauncher() throws IOException {
    String one = "programs.sandboxed.package = pkgs.less // { tools = [ pkgs.bubblewrap ]; };";
    String launcher =
        one
            + "programs.sandboxed.agents.claude = { enable = true; package = pkgs.curl // { sandboxed.tools = [ pkgs.gawk ]; }; };";

    // Of one package, too, which no braces could be around.
    assertThat(policy(one, "bwrap")).contains("-bubblewrap-0.13.1\n").doesNotContain("gawk");
    assertThat(parsed(policy(one, "bwrap"))).succeeded();
    assertThat(policy(launcher, "bwrap")).contains("-bubblewrap-0.13.1 ").contains("-gawk-0\n");
    assertThat(parsed(policy(launcher, "bwrap"))).succeeded();
  }

  @Test
  void aPackageWhoseProgramsAreNotKnownIsNamed() {
    String own = "programs.sandboxed.package = pkgs.less;";

    assertValue(confined(own) + POLICIES).succeeded().outIs("{}");
    assertValue(confined(own) + "system.build.toplevel.name")
        .succeeded()
        .errContains("AppArmor may refuse the sandboxes of less")
        .errContains("passthru.tools = pkgs.sandboxed.tools");
    assertValue(confined("") + "system.build.toplevel.name").succeeded().errLacks("AppArmor");
    assertValue(host(own) + "system.build.toplevel.name").succeeded().errLacks("AppArmor");
  }

  @ParameterizedTest
  @EnumSource
  void anEnvironmentFileIsNamedInTheLauncherAndNotRead(Place place) throws IOException {
    Path keys = world.home().resolve("keys-" + place);
    String agent =
        "agents.claude = { enable = true; package = pkgs.writeShellScriptBin \"claude-sandboxed\" ''printf '%%s\\n' \"$KEY\" \"$@\"''; environmentFile = %s; };";
    Outcome build = nix.built(place.enabled(agent.formatted("\"" + keys + "\"")) + place.build);
    assertThat(build).succeeded();
    String command = build.out().strip() + "/bin/claude-sandboxed";

    assertThat(world.run(command)).exitedWith(125).errContains("missing or closed to you");
    Files.writeString(keys, "KEY=it");
    assertThat(world.run(command, "word")).succeeded().outIs("it\n--env\nKEY\nword");
    // home-manager's agenix writes it so.
    build =
        nix.built(place.enabled(agent.formatted("\"\\${XDG_RUNTIME_DIR}/keys\"")) + place.build);
    assertThat(build).succeeded();
    Files.writeString(world.home().resolve("keys"), "KEY=there");
    assertThat(
            world.shell("XDG_RUNTIME_DIR=~ \"$1\"", build.out().strip() + "/bin/claude-sandboxed"))
        .succeeded()
        .outIs("there\n--env\nKEY");
    assertValue(place.enabled(agent.formatted("./.")) + place.build + ".drvPath")
        .exitedWith(1)
        .errContains("environmentFile' is not of type");
    for (String inStore : List.of("\"${./.}\"", "\"${builtins.storeDir}/keys\"")) {
      assertValue(place.enabled(agent.formatted(inStore)) + place.build + ".drvPath")
          .exitedWith(1)
          .errContains("the environmentFile of these is in the store")
          .errContains("claude");
    }
  }
}
