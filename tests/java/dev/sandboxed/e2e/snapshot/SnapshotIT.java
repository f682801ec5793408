package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent on a snapshot sees the project and changes it, and the project stays as it is. */
class SnapshotIT {

  private final HostWorld world = HostWorld.create();
  private final Launch plain = Launch.quietly(world).with("--network=none");
  private final Launch launch = plain.with("--snapshot");

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  @Flips(profile = "project.snapshot")
  void theProjectStaysAsItIs() {
    Profiles.write(world, "on", "extends = \"default\"\n[project]\nsnapshot = true\n");
    Profiles.write(world, "off", "extends = \"on\"\n[project]\nsnapshot = false\n");
    String script = "echo changed >README.md && echo x >new && cat README.md new";

    Outcome inside = plain.with("--profile=on").shell(script);

    assertThat(inside)
        .outIs("changed\nx")
        .errContains("sandboxed: snapshot 1: 1 added, 1 changed;");
    assertThat(world.shell("cat README.md; cat new")).outIs("# A project");
    assertThat(plain.with("--profile=off").shell(script)).outIs("changed\nx").errIsEmpty();
    assertThat(world.shell("cat README.md new")).outIs("changed\nx");
  }

  @Test
  void theNextSessionGoesOnUnlessAnotherOneIsWanted() {
    assertThat(launch.shell("echo one >mine")).succeeded();

    assertThat(launch.shell("cat mine")).outIs("one");
    assertThat(plain.with("--snapshot=new").shell("cat mine")).failed();
    assertThat(plain.with("--snapshot=1").shell("cat mine")).outIs("one");
    assertThat(plain.with("--snapshot=named").shell("echo three >mine")).succeeded();
    assertThat(launch.shell("cat mine")).outIs("three");
    assertThat(plain.with("--snapshot=No Name").shell("true"))
        .exitedWith(125)
        .errContains("cannot name a snapshot");
    assertThat(world.sandboxed("snapshots").out().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactly("1", "2", "named");
  }

  @Test
  void masksAndProtectionsHoldAsOverTheProject() {
    assertThat(world.shell("mkdir -p deep/er .vscode; echo x >deep/er/x; echo {} >.vscode/x"))
        .succeeded();
    String probes =
        """
        result() { if "$@" >/dev/null 2>&1; then echo "$* works"; else echo "$* fails"; fi; }
        cat .env
        result cp /dev/null .env; result rm -f .env; result ln .env other; result mv deep gone
        result rm -rf deep/er; result mv .git gone; result touch .git/hooks/pre-commit
        result rm -rf .vscode; result touch .vscode/new; result mv .vscode gone
        result git config core.pager x; result touch new; result rm new
        """;

    Outcome snapshot = launch.shell(probes);
    Outcome real = plain.shell(probes);

    assertThat(real).outContains("rm -f .env fails").outContains("touch new works");
    assertThat(snapshot.out()).isEqualTo(real.out()).doesNotContain(world.envSecret());
    // The probes succeed outside.
    assertThat(world.shell(probes)).outContains("rm -f .env works").outContains(world.envSecret());
  }

  @Test
  void theSnapshotItselfIsOutOfReach() {
    String look = "cd \"$HOME/.local/state/sandboxed/snapshots\" && ls */1/upper";
    assertThat(launch.shell("echo x >seen")).succeeded();

    assertThat(world.shell(look)).outContains("seen");
    assertThat(launch.shell(look)).failed();
  }

  @Test
  void oneSessionAtATimeWritesToASnapshot() {
    assertThat(world.shell("mkdir ../gate")).succeeded();
    Running first =
        launch
            .with("--read=../gate")
            .shellLaunch("echo x >new; echo ready; until [ -e ../gate/open ]; do sleep 0.05; done")
            .start();
    first.waitUntilPrints("ready");

    assertThat(launch.shell("true"))
        .exitedWith(125)
        .errContains("snapshot 1 of this project could not be used");
    for (String command : List.of("apply", "discard")) {
      assertThat(world.sandboxed(command)).failed().errContains("snapshot 1 is in use");
    }
    assertThat(plain.with("--snapshot=new").shell("echo other")).outIs("other");
    assertThat(world.shell("touch ../gate/open")).succeeded();
    assertThat(first.finish()).succeeded();
    assertThat(launch.shell("echo again")).outIs("again");
  }

  @Test
  void aSessionThatWasKilledKeepsNoLock() {
    Running session = launch.shellLaunch("echo x >new; echo ready; sleep 1000").start();
    session.waitUntilPrints("ready");
    // The shell that has the lock, and so every other that could have inherited it.
    assertThat(
            world.shell(
                "kill -9 $(cat \"$HOME\"/.local/state/sandboxed/sessions/* | head -1 | cut -d' ' -f1)"))
        .succeeded();
    session.finish();
    world.waitUntilNothingRuns();

    assertThat(plain.with("--snapshot=1").shell("cat new")).outIs("x");
  }

  @Test
  void aLinkInTheSnapshotLeadsNoMountElsewhere() {
    assertThat(world.shell("mkdir -p deep ../victim; echo x >deep/file")).succeeded();
    assertThat(
            launch.shell(
                "rm -r deep; ln -s \"$1\" deep", "/oldroot" + world.home() + "/work/victim"))
        .succeeded();
    assertThat(world.shell("echo x >deep/secret")).succeeded();

    assertThat(launch.with("--deny=deep/secret").shell("echo started"))
        .exitedWith(125)
        .outIs("")
        .errContains("deep is a symlink in the snapshot");
    assertThat(world.shell("ls -A ../victim")).outIs("");
    // Without the link, the same starts.
    assertThat(plain.with("--snapshot=new", "--deny=deep/secret").shell("echo started"))
        .outIs("started");
  }

  @Test
  void whereNoLayerCanBeMadeThereIsACopy() {
    assertThat(world.shell("mkdir -p src empty; echo one >src/one; echo two >src/two")).succeeded();
    // An overlay for the state directory, on which the kernel makes no other.
    assertThat(world.shell("mkdir -p \"$HOME\"/{lower,upper,work} \"$HOME/.local/state\""))
        .succeeded();
    world.behind(
        "unshare",
        "--user",
        "--map-current-user",
        "--keep-caps",
        "--mount",
        "sh",
        "-c",
        "mount -t overlay -o lowerdir=$HOME/lower,upperdir=$HOME/upper,workdir=$HOME/work,userxattr"
            + " overlay $HOME/.local/state"
            + " && exec setpriv --ambient-caps=-all --inh-caps=-all \"$@\"",
        "sh");

    Outcome session =
        launch.shell("cat src/two; echo 1 >src/one; rm src/two; echo x >new; cat .env");

    assertThat(session)
        .outIs("two")
        .errContains("this project gets a whole copy instead of a layer")
        .errContains("sandboxed: snapshot 1: 1 added, 1 changed, 1 removed;");
    assertThat(world.shell("cat src/* README.md; ls new")).outIs("one\ntwo\n# A project");
    assertThat(launch.shell("cat src/one new")).outIs("1\nx");
    assertThat(world.shell("echo mine >README.md")).succeeded();
    assertThat(world.sandboxed("apply")).succeeded();
    assertThat(world.shell("cat src/* README.md new")).outIs("1\nmine\nx");
    assertThat(world.sandboxed("undo")).succeeded();
    assertThat(world.shell("cat src/* README.md; ls new")).outIs("one\ntwo\nmine");
  }

  @Test
  void aWorkTreeWithItsRepositoryElsewhereIsRefused() {
    assertThat(world.shell("git worktree add -q ../tree")).succeeded();

    assertThat(launch.in(world.home().resolve("work/tree")).shell("true"))
        .exitedWith(125)
        .errContains("cannot work on a snapshot");
  }

  @Test
  void gitWorksInsideAndTheRepositoryOutsideStaysAsItIs() {
    String state =
        "git rev-parse HEAD; git status --short; git branch -a; git stash list; cat .git/HEAD";
    String before = world.shell(state).out();

    Outcome inside =
        launch.shell(
            """
            set -e
            echo x >new; git add new; git commit -qm one; git commit -q --amend -m two
            git checkout -qb topic; echo y >>new; git commit -qam three
            git checkout -q -; echo z >other; git add other; git commit -qm four; git rebase -q topic
            echo w >>new; git stash -q; git stash pop -q; git log --format=%s | head -3
            """);

    assertThat(inside).outIs("four\nthree\ntwo");
    assertThat(world.shell(state)).outIs(before.strip());
    assertThat(world.sandboxed("apply")).succeeded();
    assertThat(world.shell("cat new other; cat .git/HEAD"))
        .outIs("x\ny\nw\nz\nref: refs/heads/main");
  }
}
