package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All kinds of files, and many of them, on their way from a snapshot to the project. */
class SnapshotFilesIT {

  private static final String TREE =
      "find . -path ./.git -prune -o -type f ! -name .env -print0 | LC_ALL=C sort -z | xargs -0"
          + " sha256sum | sha256sum; find . -path ./.git -prune -o -name .env -o -printf '%y %m %l"
          + " %P\\n' | LC_ALL=C sort | sha256sum";

  private final SnapshotWorld snapshots = new SnapshotWorld();

  @AfterEach
  void closeTheWorld() {
    snapshots.close();
  }

  @Test
  void thousandsOfFilesAreWrittenAndTakenBack() {
    // More than are written at a time, in more directories than one.
    snapshots.outside(
        """
        mkdir -p a b c; seq 1100 | while read i; do echo $i >a/$i; echo $i >b/$i; done
        mkdir becomes; echo x >becomes/in; echo x >was-file
        """);
    String before = snapshots.shell(TREE).out();
    snapshots.inside(
        """
        rm -r b; mkdir -p new/deep; seq 1100 | while read i; do echo new $i >a/$i; echo $i >new/deep/$i; done
        mkdir -p c/d; for i in 1 2 3; do mkdir c/d/$i; echo $i >c/d/$i/x; done
        rm -r becomes; echo y >becomes; rm was-file; mkdir was-file; echo y >was-file/in
        """);
    String wanted = snapshots.launch().shell(TREE).out();

    assertThat(snapshots.sandboxed("apply")).succeeded();

    assertThat(snapshots.shell(TREE).out()).isEqualTo(wanted).isNotEqualTo(before);
    assertThat(snapshots.sandboxed("changes")).outIs("snapshot 1: no differences");
    assertThat(snapshots.sandboxed("undo")).succeeded();
    assertThat(snapshots.shell(TREE).out()).isEqualTo(before);
  }

  @Test
  void aHundredThousandDeletionsAreAllListed() {
    snapshots.outside(
        "mkdir many some; (cd many && seq 98000 | xargs touch); cd some && seq 2000 | xargs touch");
    snapshots.inside("rm -r many some");

    assertThat(
            snapshots
                .sandboxed("changes")
                .out()
                .lines()
                .filter(line -> line.startsWith("  removed  ")))
        .hasSize(100_000);
    // To do the same with all of them takes minutes where many tests run.
    assertThat(snapshots.sandboxed("apply", "some")).succeeded();
    assertThat(snapshots.shell("ls -d some")).failed();
    assertThat(snapshots.sandboxed("undo")).succeeded();
    assertThat(snapshots.shell("ls some | wc -l; ls many | wc -l")).outIs("2000\n98000");
  }

  @Test
  void sparseFilesStaySparse() {
    snapshots.inside(
        "truncate -s 100M sparse; printf begin | dd of=sparse conv=notrunc status=none; printf end"
            + " >>sparse; head -c 200000 /dev/zero >zero");

    assertThat(snapshots.sandboxed("apply")).succeeded();

    assertThat(
            snapshots.shell(
                "head -c 5 sparse; tail -c 3 sparse; stat -c ' %s' sparse zero; [ $(stat -c %b"
                    + " sparse) -lt 4096 ] && echo few"))
        .outIs("beginend 104857603\n 200000\nfew");
    // All that is kept of it is small as well.
    assertThat(snapshots.shell("du -sm ~/.local/state/sandboxed/snapshots | cut -f1").out().strip())
        .matches("[0-9]{1,2}");
  }

  @Test
  void onlyTheModeOrOnlyTheCaseOfANameCanDiffer() {
    snapshots.outside("echo x >run; echo readme >readme; echo 1 >one; ln one two");
    snapshots.inside("chmod 755 run; mv readme README; echo 2 >>one");

    assertThat(snapshots.sandboxed("changes"))
        .outContains("renamed  readme -> README  7 B")
        .outContains("changed  run  2 B -> 2 B, mode 644 -> 755");
    assertThat(snapshots.sandboxed("apply")).succeeded();
    assertThat(snapshots.shell("stat -c %a run; ls | grep -i -x readme; cat one"))
        .outIs("755\nREADME\n1\n2");
  }

  @Test
  void attributesAreNotTakenOverAndTheContentIs() {
    String set = "python3 -c 'import os; os.setxattr(\"file\", \"user.mark\", b\"x\")'";
    String get = "python3 -c 'import os; print(os.listxattr(\"file\"))'";
    snapshots.outside("echo 1 >file; echo 1 >other");
    snapshots.inside(set + "; echo 2 >file; " + get + " | grep -q user.mark");

    assertThat(snapshots.sandboxed("apply")).succeeded();

    assertThat(snapshots.shell("cat file; " + get)).outIs("2\n[]");
    // They can be had there.
    assertThat(snapshots.shell(set + "; " + get)).outIs("['user.mark']");
  }

  @Test
  void toolsRenameDirectoriesOfTheProjectAsFarAsTheKernelLetsThem() {
    snapshots.outside(
        "mkdir -p lib/deep old; echo 1 >lib/deep/x; echo 1 >old/x; git add -A; git commit -qm"
            + " files");
    String renamed = "python3 -c 'import os; os.rename(\"old\", \"new\")' 2>&1 | tail -n 1";

    // What the kernel answers about a directory below a layer; mv then copies.
    assertThat(snapshots.launch().shell(renamed)).outContains("Invalid cross-device link");
    snapshots.inside(
        "mv lib moved; mkdir fresh; echo 1 >fresh/x; mv fresh fresher; git mv old/x kept");

    assertThat(snapshots.sandboxed("apply")).succeeded();
    assertThat(snapshots.shell("cat moved/deep/x fresher/x kept; ls -d lib old/x"))
        .outIs("1\n1\n1");
  }

  @Test
  void npmReplacesWhatItInstalledBefore() {
    String install = "npm install --offline --no-audit --no-fund --install-links ./pkg >/dev/null";
    snapshots.outside(
        """
        mkdir pkg; echo '{"name":"pkg","version":"1.0.0"}' >pkg/package.json; echo 1 >pkg/index.js
        echo '{"name":"app","version":"1.0.0"}' >package.json
        """
            + install);
    snapshots.inside(
        "echo '{\"name\":\"pkg\",\"version\":\"2.0.0\"}' >pkg/package.json; echo 2 >pkg/index.js; "
            + install
            + "; cat node_modules/pkg/index.js | grep -qx 2");

    assertThat(snapshots.sandboxed("apply", ".")).succeeded();
    assertThat(snapshots.shell("cat node_modules/pkg/index.js")).outIs("2");
  }

  @Test
  void cargoBuildsAgainWhatItBuiltBefore() {
    snapshots.outside(
        """
        mkdir src; echo 'fn main() { println!("one"); }' >src/main.rs
        printf '[package]\\nname = "shop"\\nversion = "0.1.0"\\nedition = "2021"\\n' >Cargo.toml
        cargo build -q --offline
        """);
    snapshots.inside(
        """
        ./target/debug/shop | grep -qx one
        echo 'fn main() { println!("two"); }' >src/main.rs
        cargo build -q --offline
        ./target/debug/shop | grep -qx two
        """);

    assertThat(snapshots.sandboxed("apply")).succeeded();
    assertThat(snapshots.shell("cargo build -q --offline && ./target/debug/shop")).outIs("two");
  }

  @Test
  void aDiskThatIsFullAtAnyFileLeavesEachWhole() {
    snapshots.outside("for i in $(seq 30); do echo old >$i; done");
    snapshots.inside("for i in $(seq 30); do echo new >$i; done");

    assertThat(snapshots.struck("renameat2", "error=ENOSPC:when=7", "apply")).failed();

    assertThat(snapshots.shell("cat $(seq 30) | sort | uniq -c | xargs")).outIs("6 new 24 old");
    assertThat(snapshots.shell("ls -A | grep sandboxed-apply")).failed();
    assertThat(snapshots.sandboxed("apply")).succeeded();
    assertThat(snapshots.shell("cat $(seq 30) | sort -u")).outIs("new");
  }

  @Test
  void twoSnapshotsOfOneProjectAreAppliedOneAfterTheOther() {
    snapshots.outside("seq 9 >lines");
    snapshots.inside("sed -i s/2/two/ lines; echo 1 >one");
    assertThat(
            dev.sandboxed.e2e.world.Launch.quietly(snapshots.world())
                .with("--network=none", "--snapshot=second")
                .shell("sed -i s/8/eight/ lines; echo 2 >two"))
        .succeeded();

    assertThat(snapshots.sandboxed("apply", "1")).succeeded();
    assertThat(snapshots.sandboxed("apply", "second")).succeeded().outContains("merged   lines");

    assertThat(snapshots.shell("tr '\\n' ' ' <lines; cat one two"))
        .outIs("1 two 3 4 5 6 7 eight 9 1\n2");
    assertThat(snapshots.sandboxed("undo", "second")).succeeded();
    assertThat(snapshots.shell("tr '\\n' ' ' <lines; cat one; ls two"))
        .outIs("1 two 3 4 5 6 7 8 9 1");
  }

  @Test
  void snapshotsOfAProjectThatIsGoneAreRemoved() {
    String kept = "ls ~/.local/state/sandboxed/snapshots | wc -l";
    snapshots.inside("echo x >new");
    assertThat(snapshots.launch().in(snapshots.world().otherProject()).shell("echo x >new"))
        .succeeded();
    assertThat(snapshots.shell(kept)).outIs("2");

    assertThat(snapshots.sandboxed("gc")).succeeded();
    assertThat(snapshots.shell(kept)).outIs("2");
    snapshots.outside("rm -rf ../other");
    assertThat(snapshots.sandboxed("gc")).succeeded().outContains("snapshots for ");

    assertThat(snapshots.shell(kept)).outIs("1");
    assertThat(snapshots.sandboxed("changes")).outContains("added    new");
  }
}
