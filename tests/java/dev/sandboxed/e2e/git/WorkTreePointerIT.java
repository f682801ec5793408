package dev.sandboxed.e2e.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may have written never widens the next launch. */
class WorkTreePointerIT {

  private final GitWorld git = new GitWorld();

  @AfterEach
  void tearDown() {
    git.close();
  }

  private String allowed(String directory) {
    Path project = git.home().resolve("work").resolve(directory);
    Outcome asked = git.world().sandboxed("allow", project.toString());
    String digest = asked.err().replaceAll("(?s).*--digest (\\S+).*", "$1");
    OutcomeAssert.assertThat(git.world().sandboxed("allow", "--digest", digest, project.toString()))
        .succeeded();
    return asked.err();
  }

  /** Attack 22. */
  @Test
  void aPlantedPointerShowsNothing() {
    git.person("mkdir -p ~/work/worktrees/feat ~/work/secrets && echo canary >~/work/secrets/x");
    Launch launch = git.from("worktrees/feat");
    String plant = "printf 'gitdir: .\\n' >.git; printf '%s/.git\\n' \"$PWD\" >gitdir";
    OutcomeAssert.assertThat(launch.shell("ls ~/work/secrets; " + plant)).succeeded();

    // The person puts there what a real one would need, so that only the place is wrong.
    git.person("cd ~/work && git init -q --bare x && cp -r x/HEAD x/objects x/refs x/config .");
    git.person("cd ~/work/worktrees/feat && cp ../../HEAD . && echo ../.. >commondir");
    OutcomeAssert.assertThat(launch.shell("cat ~/work/secrets/x; touch ~/work/pwned")).outIs("");
    OutcomeAssert.assertThat(git.world().shell("cat ~/work/secrets/x")).outIs("canary");
    assertThat(git.exists("work/pwned")).isFalse();
    assertThat(launch.with("--dry-run", "--", "true").outcome().out())
        .contains(".git leads to " + git.home().resolve("work") + ", in which the project lies");
  }

  /** Attack 23: a place that a session with another profile could write. */
  @Test
  void aPointerIntoAPlaceThatASandboxCouldWriteShowsNothing() {
    git.person("mkdir -p ~/.npm/_cacache");
    git.person("mkdir ../plain");
    Launch plain = git.from("plain");
    OutcomeAssert.assertThat(
            plain
                .with("--profile=permissive")
                .shell(
                    """
                    set -e
                    git init -q --bare ~/.npm/_cacache/r && mkdir -p ~/.npm/_cacache/r/worktrees/x
                    cd ~/.npm/_cacache/r/worktrees/x && echo ../.. >commondir && cp ../../HEAD .
                    echo ~/work/plain/.git >gitdir && echo "gitdir: $PWD" >~/work/plain/.git
                    """))
        .succeeded();
    OutcomeAssert.assertThat(git.world().shell("cd ../plain && git rev-parse --git-common-dir"))
        .outContains("_cacache/r");

    Outcome strict = plain.with("--profile=strict").shell("touch ~/.npm/_cacache/r/pwned");
    OutcomeAssert.assertThat(strict).failed();
    assertThat(plain.with("--profile=strict", "--dry-run", "--", "true").outcome().out())
        .contains("git finds no repository inside. ", "sandboxed allow ", "could write");
    // Only the place keeps it out: once a person allows it, it is shown.
    allowed("plain");
    OutcomeAssert.assertThat(plain.with("--profile=strict").shell("touch ~/.npm/_cacache/r/pwned"))
        .succeeded();
  }

  /** Attack 25: a session in the project prepares a directory for the next session there. */
  @Test
  void aPointerIntoTheProjectAroundShowsNothingAndLiftsNoMask() {
    git.person("mkdir web && echo TOKEN=web >web/key && echo 'x' >secret");
    Launch around = git.fromProject().with("--deny=web/key");
    OutcomeAssert.assertThat(
            around.shell(
                """
                set -e
                cat web/key && exit 9
                git init -q --bare r && mkdir -p r/worktrees/w && cd r/worktrees/w
                echo ../.. >commondir && cp ../../HEAD . && echo ~/work/project/web/.git >gitdir
                echo "gitdir: $PWD" >~/work/project/web/.git
                """
                    .replace("cat web/key && exit 9", "! cat web/key")))
        .succeeded();

    Launch inner = git.from("project/web");
    OutcomeAssert.assertThat(inner.shell("cat ../secret; touch ../r/pwned; ls ..")).outIs("web");
    assertThat(inner.with("--dry-run", "--", "true").outcome().out())
        .contains("in the project around this one, " + git.project());
  }

  @Test
  void whatTheProjectAroundKeepsClosedStaysClosedInItsSubdirectory() {
    Profiles.write(
        git.world(),
        "mine",
        "extends = \"default\"\n[filesystem]\ndeny = [\"web/key\", \"**/*.p12\"]\nprotect = [{ path = \"web/ci.yml\", optional = true }]\n");
    git.person(
        "mkdir web && cd web && git init -q && echo canary >key && echo c >x.p12 && echo ci >ci.yml");
    Launch inner = git.from("project/web").with("--profile=mine");
    OutcomeAssert.assertThat(inner.shell("cat key; cat x.p12; echo x >>ci.yml"))
        .failed()
        .outLacks("canary")
        .errContains("ci.yml: Read-only file system");
    // If there is no project around, the same names are nothing special.
    git.person("rm -rf .git && cat web/key");
    OutcomeAssert.assertThat(inner.shell("cat key && echo x >>ci.yml")).succeeded().outIs("canary");
  }

  @Test
  void soDoesWhatItsOwnProfileDeniesIfAPersonAllowedIt() {
    git.person(
        """
        mkdir web && cd web && git init -q && echo canary >key
        printf '[filesystem]\\ndeny = ["web/key"]\\nread = ["/etc/shadow-"]\\n' >../.sandboxed.toml
        sed -i /read/d ../.sandboxed.toml
        """);
    Launch inner = git.from("project/web");
    OutcomeAssert.assertThat(inner.shell("cat key")).outIs("canary");
    allowed("project");
    OutcomeAssert.assertThat(inner.shell("cat key")).failed().outLacks("canary");
  }

  @Test
  void aLinkedWorkTreeWorksAndKeepsWorking() {
    git.person("git worktree add -q ../tree");
    String work = "echo x >>README.md && git commit -qam 'In a tree' && git log -1 --format=%s";
    OutcomeAssert.assertThat(git.from("tree").shell(work)).succeeded().outContains("In a tree");
    // From here on a sandbox can write the repository itself.
    OutcomeAssert.assertThat(git.fromProject().command("true")).succeeded();
    OutcomeAssert.assertThat(git.from("tree").shell(work)).succeeded();
  }

  @Test
  void oneOfARepositoryThatASandboxCouldWriteNeedsAPersonsApproval() {
    OutcomeAssert.assertThat(git.fromProject().command("true")).succeeded();
    git.person("git worktree add -q ../tree");
    Launch tree = git.from("tree");
    OutcomeAssert.assertThat(tree.shell("git status")).failed().errContains("not a git repository");
    assertThat(tree.with("--dry-run", "--", "true").outcome().out())
        .contains(
            "sandboxed allow "
                + git.home().resolve("work/tree")
                + " accepts it: .git leads to "
                + git.project().resolve(".git")
                + ", which a sandbox of "
                + git.project()
                + " could write");

    assertThat(allowed("tree"))
        .contains("+gitdir: ")
        .contains("git in the sandbox can then read and write that repository");
    OutcomeAssert.assertThat(tree.shell("git status --short")).succeeded();
    // Exactly that one: another is not allowed.
    git.person("git worktree add -q ../second && cp ../second/.git ../tree/.git");
    OutcomeAssert.assertThat(tree.shell("git status")).failed();
  }

  @Test
  void aSubmoduleNeedsAPersonsApproval() {
    git.person(
        """
        git init -q ~/work/lib && git -C ~/work/lib commit -q --allow-empty -m Lib
        git submodule add -q ~/work/lib vendor/lib
        """);
    Launch inner = git.from("project/vendor/lib");
    OutcomeAssert.assertThat(inner.shell("git status")).failed();
    allowed("project/vendor/lib");
    OutcomeAssert.assertThat(
            inner.shell("git commit -q --allow-empty -m Inside; ls ~/work/project"))
        .succeeded()
        .outLacks("README.md");
  }

  /** Attacks 72 and 73: what is behind a planted pointer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir g; mkfifo g/config; echo 'gitdir: g' >.git",
        "git init -q --bare g; rm g/config; mkfifo g/config; echo 'gitdir: g' >.git",
        "git init -q --bare g; mkfifo g/commondir; echo 'gitdir: g' >.git",
        "git init -q --bare g; ln -sf /dev/zero g/commondir; echo 'gitdir: g' >.git",
        "mkfifo .git",
        "truncate -s 3G .git",
        "printf 'gitdir: \\377\\n' >.git",
      })
  void noPointerHangsOrBreaksTheNextLaunch(String plant) {
    git.person("mkdir ../odd");
    OutcomeAssert.assertThat(git.from("odd").shell(plant)).succeeded();
    OutcomeAssert.assertThat(git.from("odd").shell("echo started")).outIs("started");
  }

  /** Nobody can know which hooks it names, and git would read all of it. */
  @Test
  void aConfigurationWithoutAnEndStopsTheNextLaunch() {
    git.person("mkdir ../odd");
    OutcomeAssert.assertThat(
            git.from("odd")
                .shell("git init -q --bare g; truncate -s 5G g/config; echo 'gitdir: g' >.git"))
        .succeeded();
    OutcomeAssert.assertThat(git.from("odd").command("true"))
        .exitedWith(125)
        .errContains("g/config is too large");
  }

  /** An agent that closes its project's directory must not turn the one above into the project. */
  @Test
  void aClosedProjectIsNotLeftForTheOneAround() {
    git.person("git init -q inner");
    // The person is in it at that time.
    Outcome both =
        git.world()
            .shell(
                "cd inner; \"$@\" chmod 0 . && \"$@\" true; status=$?; chmod 755 .; exit $status",
                git.fromProject().with("--").words().toArray(String[]::new));
    OutcomeAssert.assertThat(both)
        .exitedWith(125)
        .errContains("chmod u+rwx '" + git.project().resolve("inner") + "'");
  }

  @Test
  void aRepositoryCannotBeMovedOutOfTheWay() {
    git.person("git init -q inner && rm -rf inner/.git/config inner/.git/hooks");
    String attack = "mv .git x && mv x .git";
    OutcomeAssert.assertThat(git.world().shell("cd inner && " + attack)).succeeded();
    OutcomeAssert.assertThat(git.from("project/inner").shell(attack)).failed();
  }
}
