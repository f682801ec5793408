package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.Terminal;
import dev.sandboxed.e2e.world.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person takes over of a snapshot, and what is left alone. */
class SnapshotApplyIT {

  /** Everything in the project, except what differs in each sandbox. */
  private static final String TREE =
      """
      find . -path ./.git -prune -o -name .env -o -printf '%y %m %l %P\\0' | LC_ALL=C sort -z | tr '\\0' '|'
      find . -path ./.git -prune -o -type f ! -name .env -print0 | LC_ALL=C sort -z | xargs -0 sha256sum -z | tr '\\0' '|'
      """;

  private final SnapshotWorld snapshots = new SnapshotWorld();
  private final HostWorld world = snapshots.world();
  private final Launch launch = snapshots.launch();

  @AfterEach
  void closeTheWorld() {
    snapshots.close();
  }

  @Test
  void theProjectBecomesWhatTheSnapshotIsAndCanBeTakenBack() {
    snapshots.outside(
        """
        mkdir -p again gone/deep full file-to; echo 1 >again/same; echo 2 >again/old; echo 3 >gone/deep/er
        echo 4 >gone/x; echo 5 >run; echo 6 >case; echo 7 >moved; echo 8 >a-file; ln -s run a-link
        echo 9 >file-to/in; echo 10 >hard; ln hard hard-too; printf 'no end' >full/no-newline
        """);
    String before = world.shell(TREE).out();
    snapshots.inside(
        """
        rm -r again; mkdir again; echo 1 >again/same; echo new >again/new
        rm -r gone; chmod 755 run; mv case Case; mv moved full/renamed
        rm a-file; mkdir a-file; echo in >a-file/in; rm -r file-to; echo file >file-to
        rm a-link; ln -s full a-link; ln -s ../run full/link; mkdir -p new/empty; chmod 700 new
        echo more >>hard; : >full/no-newline; truncate -s 64M sparse; printf x >>sparse
        printf a >"$(printf 'new\\nline')"; printf b >"$(printf 'other\\nline')"; printf c >"$(printf 'caf\\351')"
        rm -- -dash; echo dash >./-dash2; echo '\\' >'back\\slash'; echo 100% >'100%25'
        """);
    Outcome wanted = launch.shell(TREE);

    Outcome apply = world.sandboxed("apply");

    assertThat(apply).succeeded();
    assertThat(world.shell(TREE).out()).isEqualTo(wanted.out()).isNotEqualTo(before);
    assertThat(world.sandboxed("changes")).outIs("snapshot 1: no differences");
    assertThat(world.sandboxed("undo")).succeeded();
    assertThat(world.shell(TREE).out()).isEqualTo(before);
  }

  @Test
  void changesShowsEachDifferenceAndEveryFileThatWasRemoved() {
    snapshots.outside(
        "mkdir -p many src; for i in 1 2 3; do echo $i$i >many/$i; done; echo some text >src/old;"
            + " echo >src/run");
    snapshots.inside(
        "rm -r many; mv src/old src/new; chmod +x src/run; echo x >.envrc; ln -s /etc/passwd out");

    assertThat(world.sandboxed("changes"))
        .outIs(
            """
            snapshot 1: 2 added, 1 changed, 3 removed, 1 renamed
              added    .envrc  2 B  TRAP: programs outside obey it
              removed  many/1  3 B
              removed  many/2  3 B
              removed  many/3  3 B
              added    out  symlink  TRAP: it is a symlink that leads out of the project
              renamed  src/old -> src/new  10 B
              changed  src/run  1 B -> 1 B, mode 644 -> 755\
            """
                .stripIndent());
    assertThat(world.sandboxed("changes", "--name-only", "many")).outIs("many/1\nmany/2\nmany/3");
    assertThat(world.sandboxed("changes", "--json", "src"))
        .outContains("\"kind\":\"renamed\",\"name\":\"src/new\",\"before\":\"src/old\"");
  }

  @Test
  void whatTheProjectWouldObeyIsNeverAPartOfEverything() {
    snapshots.inside(
        """
        echo x >.envrc; mkdir .vscode; echo x >.vscode/tasks.json; ln -s /etc/passwd out; ln -s ../other up
        mkdir -p sub/.git/hooks; echo x >sub/.git/hooks/post-checkout; mkfifo pipe; echo x >plain
        ln -s plain/../../other around; ln -s .git/hooks hooks; git init -q --bare bare
        mkdir -p deep/.vscode; echo x | tee deep/.envrc deep/.ENVRC deep/.vscode/tasks.json >deep/code
        """);

    Outcome apply = world.sandboxed("apply");

    assertThat(apply)
        .succeeded()
        .outContains("TRAP     .envrc: programs outside obey it; not written")
        .outContains("TRAP     out: it is a symlink that leads out of the project; not written");
    assertThat(world.shell("ls bare/config bare/HEAD")).failed();
    String look =
        "ls -d .envrc .vscode out up around hooks pipe plain sub/.git deep/.* deep/code 2>&1"
            + " | grep -v -e cannot -e 'deep/[.]*$'";
    assertThat(world.shell(look)).outIs("deep/code\nplain");
    // By its name a person can have it, but nothing of a repository.
    assertThat(world.sandboxed("apply", ".envrc", ".vscode", "out", "sub", "pipe")).succeeded();
    assertThat(world.shell(look)).outIs(".envrc\n.vscode\ndeep/code\nout\nplain");
    assertThat(world.sandboxed("apply", "deep/.vscode")).succeeded();
    assertThat(world.shell("ls -A deep deep/.vscode"))
        .outIs("deep:\n.vscode\ncode\n\ndeep/.vscode:\ntasks.json");
    assertThat(world.sandboxed("apply", "bare")).succeeded();
    assertThat(world.shell("git -C bare rev-parse --is-bare-repository")).outIs("true");
    assertThat(world.shell("cat .vscode/tasks.json; readlink out")).outIs("x\n/etc/passwd");
  }

  @Test
  void whatGitIgnoresIsWrittenOnlyByName() {
    snapshots.outside("echo node_modules/ >>.gitignore");
    snapshots.inside(
        "mkdir -p node_modules/x; echo 1 >node_modules/x/y; echo node_modules >.gitignore; echo 2"
            + " >z");

    assertThat(world.sandboxed("changes"))
        .outContains("  ignored  node_modules/, 1 difference")
        .outLacks("node_modules/x/y");
    assertThat(world.sandboxed("apply"))
        .succeeded()
        .outContains("left out, because git ignores it");
    assertThat(world.shell("ls node_modules")).failed();
    assertThat(world.sandboxed("apply", "node_modules")).succeeded();
    assertThat(world.shell("cat node_modules/x/y")).outIs("1");
  }

  @Test
  void onlyWhatIsNamedIsWritten() {
    snapshots.inside(
        "mkdir -p a/b c; echo 1 >a/b/one; echo 2 >a/b/two; echo 3 >c/three; echo 4 >README.md");

    assertThat(world.sandboxed("apply", "a/b/one", "c")).succeeded();

    assertThat(world.shell("cat a/b/one c/three README.md; ls a/b"))
        .outIs("1\n3\n# A project\none");
    assertThat(world.sandboxed("apply", "../other/notes.txt"))
        .failed()
        .errContains("is not in the project");
  }

  @Test
  void whatThePersonChangedDuringTheSessionIsLeftAlone() {
    snapshots.outside("mkdir ../gate; seq 9 >lines; echo aaa >same");
    Running session =
        launch
            .with("--read=../gate")
            .shellLaunch(
                "sed -i s/8/eight/ lines; echo agent >same; echo ready; until [ -e ../gate/open ];"
                    + " do sleep 0.05; done")
            .start();
    session.waitUntilPrints("ready");
    // The same size, and the same time.
    snapshots.outside(
        "sed -i s/2/two/ lines; cp -p same ../copy; echo bbb >same; touch -r ../copy same; touch"
            + " ../gate/open");
    assertThat(session.finish()).succeeded();

    assertThat(world.sandboxed("apply"))
        .exitedWith(1)
        .outContains("LEFT     lines: the project has changed it, too")
        .outContains("LEFT     same: the project has changed it, too");
    assertThat(world.shell("sed -n 2p lines; cat same")).outIs("two\nbbb");
  }

  @Test
  void whatDoesNotFitTogetherIsLeftAlone() {
    snapshots.outside(
        "echo aaa >same; echo bbb >gone; echo ccc >fine; echo ddd >alike; mkdir d; echo e >d/f;"
            + " echo t >time");
    snapshots.inside(
        "echo agent >same; echo agent >gone; echo agent >fine; echo both >alike; echo e2 >d/f; echo"
            + " new >new; rm README.md");
    // The same size, and the same time.
    snapshots.outside(
        """
        cp -p same reference; echo bbb >same; touch -r reference same; rm gone reference
        echo both >alike; echo person >new; echo more >>README.md
        mkdir d2; echo other >d2/f; touch -r time d2/f; mv d d.old; mv d2 d
        """);

    Outcome apply = world.sandboxed("apply");

    assertThat(apply)
        .exitedWith(1)
        .outContains("wrote    fine")
        .outContains("LEFT     new: the project has changed it, too")
        .outContains("LEFT     README.md: the project has changed it, too")
        .outContains("LEFT     d/f: the project has changed it, too")
        .outLacks("alike");
    assertThat(world.shell("cat same fine alike new d/f; tail -n 1 README.md"))
        .outContains("agent\nboth\nperson\nother\nmore");
  }

  @Test
  void whatThePersonChangedAfterTheSessionIsMerged() {
    snapshots.outside("seq 9 >lines; seq 9 >clash; echo x >mode");
    snapshots.inside("sed -i s/8/eight/ lines; sed -i s/5/agent/ clash; chmod 755 mode");
    snapshots.outside("sed -i s/2/two/ lines; sed -i s/5/person/ clash");

    assertThat(world.sandboxed("apply"))
        .exitedWith(1)
        .outContains("merged   lines")
        .outContains("LEFT     clash: the project has changed it, too");
    assertThat(world.shell("tr '\\n' ' ' <lines; sed -n 5p clash"))
        .outIs("1 two 3 4 5 6 7 eight 9 person");
    // The agent has made nothing new since.
    assertThat(world.sandboxed("apply", "lines")).outIs("nothing to write");
    snapshots.inside("sed -i s/6/six/ lines");
    snapshots.outside("sed -i s/4/four/ lines");
    assertThat(world.sandboxed("apply", "lines")).succeeded();
    assertThat(world.shell("tr '\\n' ' ' <lines")).outIs("1 two 3 four 5 six 7 eight 9");
  }

  @Test
  void anUndoLeavesAloneWhatWasChangedSince() {
    snapshots.outside("echo 1 >one; echo 2 >two");
    snapshots.inside("echo agent >one; echo agent >two; echo new >three");
    assertThat(world.sandboxed("apply")).succeeded();
    snapshots.outside("echo person >one");

    assertThat(world.sandboxed("undo"))
        .exitedWith(1)
        .outContains("LEFT     one: something else is there now");
    assertThat(world.shell("cat one two; ls three")).outIs("person\n2");
  }

  @Test
  void noSymlinkIsFollowed() {
    snapshots.outside(
        "mkdir -p src ../victim; echo 1 >src/one; echo v >../victim/one; echo 2 >two");
    snapshots.inside("echo agent >src/one; echo agent >src/new; echo agent >two");
    snapshots.outside("mv src src.old; ln -s ../victim src; rm two; ln -s ../victim/one two");

    assertThat(world.sandboxed("apply"))
        .exitedWith(1)
        .outContains(
            "LEFT     src/one: a directory above it is a symlink or a file in the project");
    assertThat(world.shell("cat ../victim/one; ls ../victim; cat src.old/one; readlink two"))
        .outIs("v\none\n1\n../victim/one");
  }

  @Test
  void aDirectoryThatIsSwappedBetweenLookAndWriteLeadsNowhere() {
    snapshots.outside("mkdir -p src ../victim; echo 1 >src/one; echo 1 >../victim/one");
    snapshots.inside("echo agent >src/one");
    // Stopped when the new file is complete, and has not its place yet.
    Running apply =
        world.start(
            "strace",
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "trace=fchmod",
            "-e",
            "inject=fchmod:signal=SIGSTOP:when=1",
            Launch.of(world).words().getFirst(),
            "apply");
    Waiting.until(
        () -> !world.shell("find src -name '.sandboxed-apply-*' -perm 644").out().isEmpty(),
        () -> "a file that is complete: " + world.shell("ls -la src").out());
    snapshots.outside("mv src src.old; ln -s ../victim src");
    snapshots.outside(
        """
        for p in /proc/[0-9]*; do
          if grep -q '^java$' $p/comm && grep -q "SANDBOXED_TEST_WORLD=$SANDBOXED_TEST_WORLD" $p/environ; then
            kill -CONT ${p#/proc/} || true
          fi
        done 2>&-
        """);

    apply.finish();

    assertThat(world.shell("cat ../victim/one; ls -A ../victim; cat src.old/one"))
        .outIs("1\none\nagent");
  }

  @Test
  void placesAreChosenOneByOne() {
    snapshots.outside("seq 30 >lines");
    snapshots.inside("sed -i 's/^3$/three/; s/^15$/fifteen/; s/^28$/last/' lines; echo x >new");
    world.install("sandboxed", Checkout.program("sandboxed"));

    try (Terminal terminal = Terminal.bash(world)) {
      terminal.enter("sandboxed apply -i; echo rc=$?");
      terminal.waitUntilShows("(1/3) Take this over [y,n,q,a,d,?]?").enter("n");
      terminal.waitUntilShows("(2/3) Take this over").enter("y");
      terminal.waitUntilShows("(3/3) Take this over").enter("n");
      terminal.waitUntilShows("(1/1) Take this over").enter("y");
      terminal.waitUntilShowsLine("rc=0");
    }

    assertThat(world.shell("grep [a-z] lines; cat new")).outIs("fifteen\nx");
    assertThat(world.sandboxed("apply", "lines")).succeeded();
    assertThat(world.shell("grep [a-z] lines")).outIs("three\nfifteen\nlast");
  }

  @Test
  void whatIsHalfAppliedIsNotThrownAway() {
    snapshots.inside("echo x >new; echo y >README.md");
    assertThat(
            world.run(
                "strace",
                "-f",
                "-o",
                "/dev/null",
                "-e",
                "inject=renameat2:signal=SIGKILL:when=1",
                Launch.of(world).words().getFirst(),
                "apply"))
        .exitedWith(137);

    assertThat(world.sandboxed("discard")).failed().errContains("was ended before its end");
    assertThat(world.sandboxed("undo")).succeeded();
    assertThat(world.sandboxed("discard")).succeeded();
    assertThat(world.shell("cat README.md; ls new")).outIs("# A project");
  }

  @Test
  void noSetuidBitIsTakenOver() {
    snapshots.inside("echo x >tool; chmod 755 tool");
    // Inside, the filter refuses that.
    snapshots.outside("chmod u+s,g+s \"$HOME\"/.local/state/sandboxed/snapshots/*/1/upper/tool");

    assertThat(world.sandboxed("apply")).succeeded();
    assertThat(world.shell("stat -c %a tool")).outIs("755");
  }

  @Test
  void nothingOfTheProjectIsExecuted() {
    snapshots.inside(
        "echo '* diff=evil filter=evil' >.gitattributes; echo new >README.md; echo x >\"$(printf"
            + " 'a\\033[31m')\"");
    snapshots.outside(
        """
        git config diff.evil.command 'touch executed'; git config diff.evil.textconv 'touch executed'
        git config filter.evil.clean 'touch executed'; git config core.fsmonitor 'touch executed'
        """);

    assertThat(world.sandboxed("changes", "--diff"))
        .succeeded()
        .outContains("+new")
        .outLacks("\u001b");
    assertThat(world.sandboxed("apply")).succeeded();
    assertThat(world.shell("ls executed")).failed();
  }

  @Test
  void aFullDiskLeavesTheProjectWhole() {
    snapshots.outside("mkdir -p big; echo old >big/file; echo old >last");
    snapshots.inside("head -c 3000000 /dev/zero >big/file; echo new >last");

    // The limit of a file's size is met by what is written to the journal first.
    Outcome apply =
        world.shell("ulimit -f 1000; exec \"$1\" apply", Launch.of(world).words().getFirst());

    assertThat(apply).failed();
    assertThat(world.shell("cat big/file last")).outIs("old\nold");
    assertThat(world.sandboxed("apply")).succeeded();
    assertThat(world.shell("stat -c %s big/file; cat last")).outIs("3000000\nnew");
  }
}
