package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tools that meet a masked file go on with their work, and do no harm to it. */
class MasksAtWorkIT {

  private static final String CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void furnish() {
    shell(
        """
        echo A= >.env.example; echo B= >.env.local.example; echo one >f
        git add -A; git commit -qm templates; touch -d 2001-01-01 .env
        """);
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void shell(String script, String... arguments) {
    assertThat(world.shell("set -e\n" + script, arguments)).succeeded();
  }

  private Outcome inside(List<String> options, String script) {
    return Launch.of(world, "run", "--network", "none").with(options).shell(script);
  }

  /** Each line is one that has failed where a template was masked, or would record the mask. */
  @Test
  void gitRecordsWhatItWouldRecordOutside() {
    Outcome inside =
        inside(
            List.of(),
            """
            set -e
            echo C= >>.env.example; git add -A; git commit -qm added
            echo D= >>.env.local.example; git commit -qam all
            echo two >f; git stash -q; git stash pop -q; git checkout -q f
            git checkout -qb side HEAD~1; echo new >new; git add -A; git commit -qm new
            git rebase -q -; git checkout -q HEAD~2; git checkout -q -
            git log --format=%s -4; git ls-files | tr '\\n' ' '; git status --short
            """);

    assertThat(inside).succeeded().errLacks("fails inside").outLacks(" .env ");
    Assertions.assertThat(inside.out().lines().limit(4))
        .containsExactly("new", "all", "added", "templates");
    assertThat(world.shell("cat .env; git status --short"))
        .outIs(world.shell("cat .env").out().strip());
  }

  @Test
  void aMaskIsAnEmptyFileThatTellsNothingAndTakesNothing() {
    String probe =
        """
        cat .env && stat -c '%s %y' .env
        (echo x >.env) || (echo x >>.env) || rm -f .env || mv .env x || ln .env x || chmod 600 .env || touch .env || truncate -s 1 .env \
          || echo closed
        """;
    Outcome inside = inside(List.of("--quiet"), probe);

    assertThat(inside).succeeded().outLacks(world.envSecret()).outLacks("2001");
    Assertions.assertThat(inside.out().lines().toList())
        .hasSize(2)
        .satisfies(lines -> Assertions.assertThat(lines.getFirst()).startsWith("0 "))
        .endsWith("closed");
    assertThat(world.shell("cat .env && stat -c '%s %y' .env"))
        .outContains(world.envSecret())
        .outContains("2001");
  }

  @Test
  @Flips(profile = "filesystem.masks")
  void aProfileCanCloseMasks() {
    Profiles.write(world, "loud", "extends = 'default'\nfilesystem.masks = 'closed'\n");

    assertThat(inside(List.of("--profile", "loud"), "cat .env"))
        .exitedWith(1)
        .errContains("Permission denied");
    assertThat(inside(List.of(), "cat .env")).succeeded();
  }

  /** An emptied file in a commit, or one that is added empty, would be worse than an error. */
  @Test
  void whatGitWouldRecordIsClosedAndSaid() {
    shell("git add -f .env; git commit -qm env; echo key >x.key");

    Outcome inside =
        inside(
            List.of("--deny", "x.key"),
            """
            echo n >n
            git add -A && echo +added; git commit -qam all && echo +committed; git stash && echo +stashed
            cat .env && echo +read; cat x.key && echo +read
            git add -A -- ':!.env' ':!x.key' && git commit -qm n && git show --name-only --format=
            cat /SANDBOX.md
            """);

    assertThat(inside)
        .succeeded()
        .outLacks("+added")
        .outLacks("+committed")
        .outLacks("+stashed")
        .outLacks("+read")
        .outContains("n\n# The sandbox")
        .outContains("`git add -A -- ':!NAME'`")
        .errContains("git tracks .env, masked here")
        .errContains("git does not ignore x.key, masked here");
    assertThat(world.shell("git show HEAD:.env")).outContains(world.envSecret());
  }

  @Test
  void aGrantThatAddsNothingIsNoMount() {
    Outcome inside =
        inside(
            List.of(
                "--write",
                ".env.example",
                "--read",
                world.home() + "/.ssh/../work/other",
                "--read",
                world.home() + "/work/other/notes.txt"),
            """
            git checkout -q HEAD~1 && ls -A && grep -c -e env.example -e notes.txt /proc/self/mountinfo
            """);

    assertThat(inside).exitedWith(1).outLacks(".env.example").outContains("0");
    assertThat(inside).errLacks("unable to unlink");
  }

  /** In strict: certificates are no secrets, and a person can leave packages alone. */
  @Test
  @Flips(profile = "filesystem.unmasked")
  void packagesCanBeRemovedWhereNothingInThemIsSecret() {
    String packages =
        """
        rm -rf node_modules; mkdir -p node_modules/a/test; printf '%s' "$1" >node_modules/a/ca.pem
        printf '%s' "$1" | sed 's/CERTIFICATE/PRIVATE KEY/' >node_modules/b.pem; echo node_modules >>.gitignore
        """;
    Profiles.write(world, "web", "extends = 'strict'\nfilesystem.unmasked = ['node_modules']\n");
    String use = "cat node_modules/*.pem node_modules/a/ca.pem; rm -r node_modules && echo gone";

    shell(packages, CERTIFICATE);
    assertThat(inside(List.of("--profile", "strict"), use))
        .exitedWith(1)
        .outContains("BEGIN CERTIFICATE")
        .outLacks("PRIVATE")
        .errContains("then fail: node_modules/b.pem");
    shell(packages, CERTIFICATE);
    assertThat(inside(List.of("--profile", "web"), use))
        .succeeded()
        .outContains("PRIVATE")
        .outContains("gone");
    shell(packages + "rm node_modules/b.pem", CERTIFICATE);
    assertThat(inside(List.of("--profile", "strict"), use.replace("*.pem", "a/ca.pem")))
        .succeeded()
        .outContains("gone");
  }
}
