package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * What a launcher of sandboxed's flake starts outside the sandbox: what it was packaged with, and
 * nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedProgramsIT {

  private final FlakeWorld flakes = FlakeWorld.create();
  private final HostWorld world = flakes.world();
  private final Path program = flakes.claudeSandboxed();

  @AfterAll
  void tearDown() {
    flakes.close();
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

    OutcomeAssert.assertThat(
            world.run(program.toString(), "--quiet", "--shell", "--", "-c", "true"))
        .succeeded();
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
        for program in bwrap dnsmasq find flock git haproxy ip mount nft nsenter perl setpriv setsid slirp4netns strace unshare; do
          ldd "$programs/$program" || exit
        done
        """;

    Outcome libraries =
        world.shell(script, flakes.evaluated("sandboxed.outPath") + "/bin/sandboxed");

    OutcomeAssert.assertThat(libraries).succeeded().outContains("libglib-2.0.so.0 => /nix/store/");
    assertThat(libraries.out().lines().filter(line -> line.contains(" => ")))
        .allMatch(line ->
            line.matches(
                "\\s*(lib(c|dl|m|pthread|resolv|rt|util)[.]so.*|\\S+ => /nix/store/\\w+-sandboxed-programs/lib/.*)"));
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
                  program.toString(),
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

  @Test
  void itBringsItsManPageAndCompletion() {
    String sandboxed = flakes.evaluated("sandboxed");

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
