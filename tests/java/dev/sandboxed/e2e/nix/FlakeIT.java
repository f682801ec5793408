package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** sandboxed's flake, with real Nix, a stand-in for nixpkgs and a real Claude Code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlakeIT {

  // A build of all the Java code, on two processors that have other tests to run as well.
  static final Duration BUILD = Duration.ofMinutes(10);

  private final FlakeWorld flakes = FlakeWorld.create();
  private final HostWorld world = flakes.world();
  private final Path flake = flakes.flake();
  private final Path result = world.home().resolve("result");

  @BeforeAll
  void build() {
    OutcomeAssert.assertThat(
            flakes
                .inFlake(flake, "build", "-o", result.toString(), ".#claude-sandboxed")
                .finish(BUILD))
        .succeeded();
  }

  @AfterAll
  void tearDown() {
    flakes.close();
  }

  private Outcome claude(String... words) {
    return world.run(
        Stream.concat(Stream.of(result + "/bin/claude-sandboxed"), Stream.of(words))
            .toArray(String[]::new));
  }

  /** Runs a script in the sandbox of {@code claude-sandboxed}. */
  private Outcome inside(String script) {
    return claude("--quiet", "--shell", "--", "-c", script);
  }

  private String evaluated(String attribute) {
    Outcome outcome = flakes.inFlake(flake, "eval", "--raw", ".#" + attribute).finish();
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out();
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
    Outcome check = flakes.inFlake(flake, "flake check", "--print-build-logs").finish(BUILD);

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
                .finish(BUILD))
        .succeeded();

    assertThat(Files.readString(size))
        .matches("the closure of sandboxed is [0-9]{8,9} bytes, of 157286400\n");
    System.out.print(Files.readString(size));
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
    String provided = evaluated("claude-sandboxed.provided");
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
  void nothingOnThePathOfThePersonIsStarted() {
    Path ran = world.home().resolve("ran");
    for (String name : List.of("bwrap", "setpriv", "git", "slirp4netns", "ip", "flock", "java")) {
      world.installScript(
          name,
          "echo %1$s >>%2$s; exec /usr/bin/env PATH=/usr/sbin:/usr/bin:/bin %1$s \"$@\""
              .formatted(name, ran));
    }

    OutcomeAssert.assertThat(inside("true")).succeeded();
    assertThat(ran).doesNotExist();
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--", "true")).succeeded();
    assertThat(ran).content().contains("bwrap", "flock");
  }

  /** Otherwise they would have those of the machine, or none. */
  @Test
  void theProgramsThatAreStartedHaveTheirLibrariesBesideThem() {
    String script =
        """
        programs=$(sed -n 's/^export SANDBOXED_TOOLS=.*://p' "$1")
        for program in bwrap find flock git ip nft nsenter perl setpriv slirp4netns strace unshare; do
          ldd "$programs/$program" || exit
        done
        """;

    Outcome libraries = world.shell(script, evaluated("sandboxed.outPath") + "/bin/sandboxed");

    OutcomeAssert.assertThat(libraries).succeeded().outContains("libglib-2.0.so.0 => /nix/store/");
    assertThat(libraries.out().lines().filter(line -> line.contains(" => ")))
        .allMatch(line ->
            line.matches(
                "\\s*(lib(c|dl|m|pthread|resolv|rt|util)[.]so.*|\\S+ => /nix/store/\\w+-sandboxed-programs/lib/.*)"));
  }

  @Test
  void twoBuildsOfTheJarsAreTheSame() {
    Outcome again =
        flakes
            .inFlake(flake, "build", "--no-link", "--rebuild", ".#sandboxed.java.jars")
            .finish(BUILD);

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
            .finish(BUILD);

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

  /** Antigravity CLI as well: whoever asks for either has chosen it by name. */
  @ParameterizedTest
  @CsvSource({"claude-code,claude-sandboxed", "antigravity-cli,antigravity-sandboxed"})
  void anUnfreeAgentIsAllowedInThisFlakeOnly(String agent, String launcher) {
    Path nixpkgs = flakes.nixpkgs();
    String packages =
        "(import %s { config.allowUnfreePredicate = %s; overlays = [ (import %s/nix/overlay.nix) ]; })."
            + launcher
            + ".outPath";

    assertThat(evaluated(launcher + ".outPath")).contains(launcher);
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

    OutcomeAssert.assertThat(flakes.inFlake(flake, "flake check", check).finish(BUILD)).succeeded();
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
        .finish(BUILD);
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
                .finish(BUILD))
        .succeeded();
    OutcomeAssert.assertThat(world.run(built + "/bin/claude", "--quiet", "--", "--version"))
        .outIs(flakes.claude().version() + " (Claude Code)");
  }

  /**
   * The git of the package has no shell that it could start, and what it would say is anybody's.
   */
  @Test
  void itsGitStartsNothingWhateverAConfigurationNames() throws IOException {
    Path ran = world.home().resolve("ran-by-git");
    Path trap = world.home().resolve("bin/trap");
    world.installScript("trap", "echo \"$*\" >>" + ran);
    String configuration =
        """
        [core]
          fsmonitor = %1$s
          pager = %1$s
          editor = %1$s
          sshCommand = %1$s
          hooksPath = %2$s
          excludesFile = ~/.ignored
        [pager]
          config = %1$s
          check-ignore = %1$s
        [alias]
          config = !%1$s
          check-ignore = !%1$s
        [diff]
          external = %1$s
        [filter "x"]
          clean = %1$s
          process = %1$s
        [credential]
          helper = !%1$s
        [include]
          path = ~/.more
        """
            .formatted(trap, world.home().resolve("bin"));
    Path personal = Files.writeString(world.home().resolve(".gitconfig"), configuration);
    Files.writeString(world.home().resolve(".more"), configuration.replace("path = ~/.more", ""));
    OutcomeAssert.assertThat(
            world.shell(
                """
                git -c core.fsmonitor= init -q; cp "$1" .git/config; echo '* filter=x' >.gitattributes
                echo x >.env; echo .env >.gitignore
                """,
                personal.toString()))
        .succeeded();
    try {
      // Such a configuration does start something.
      world.shell("git status");
      assertThat(ran).exists();
      Files.delete(ran);
      Path calls = world.home().resolve("calls");

      OutcomeAssert.assertThat(
              world.run(
                  "strace",
                  "-f",
                  "-qq",
                  "-e",
                  "trace=execve",
                  "-o",
                  calls.toString(),
                  result + "/bin/claude-sandboxed",
                  "--dry-run"))
          .succeeded();

      assertThat(ran).doesNotExist();
      assertThat(calls)
          .content()
          .containsPattern("sandboxed-programs/bin/git\"[^\n]*(check-ignore|config)")
          .doesNotContain("/trap\"");
    } finally {
      OutcomeAssert.assertThat(
              world.shell(
                  "rm -rf ~/.gitconfig ~/.more ~/bin/trap .git .gitattributes .env .gitignore"))
          .succeeded();
    }
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
                .finish(BUILD))
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

  @Test
  void itBringsItsManPageAndCompletion() {
    String sandboxed = evaluated("sandboxed");

    OutcomeAssert.assertThat(
            world.shell(
                """
                cd "$1/share"
                head -n 1 man/man1/sandboxed.1
                grep -l sandboxed */*/*sandboxed*
                """,
                sandboxed))
        .outContains(".TH SANDBOXED 1")
        .outContains("bash-completion/completions/sandboxed.bash")
        .outContains("zsh/site-functions/_sandboxed")
        .outContains("fish/vendor_completions.d/sandboxed.fish");
  }
}
