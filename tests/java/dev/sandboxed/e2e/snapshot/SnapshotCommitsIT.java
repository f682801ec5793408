package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commits that an agent made in a snapshot, and what of them reaches the person. */
class SnapshotCommitsIT {

  /** What of a repository is the person's, and not the agent's to choose. */
  private static final String PERSONS =
      """
      git rev-parse HEAD; git for-each-ref --format='%(objectname) %(refname)' | grep -v refs/sandboxed/
      cd .git; ls -A | sort; cat HEAD config; ls hooks info; sha256sum index
      find objects/info -type f; cat info/*
      """;

  private static final String WHOLE = "git fsck --strict --full --connectivity-only 2>&1";

  private final SnapshotWorld snapshots = new SnapshotWorld();

  @AfterEach
  void closeTheWorld() {
    snapshots.close();
  }

  private String subjects(String ref) {
    return "git log --format=%s refs/sandboxed/1/" + ref;
  }

  @Test
  void commitsBranchesTagsAndStashesAreFetchedAndTheRepositoryStaysAsItIs() {
    snapshots.outside(
        "git branch gone; git tag v0; git commit -q --allow-empty -m base; git gc -q");
    String persons = snapshots.shell(PERSONS).out();
    snapshots.inside(
        """
        echo x >new; git add new; git commit -qm one; git commit -q --amend -m two
        git checkout -qb topic/a; echo y >>new; git commit -qam three; git tag -a -m tagged v1
        git checkout -q main; echo z >other; git add other; git commit -qm four; git rebase -q topic/a
        git branch -D gone; git checkout -q --detach; git commit -q --allow-empty -m detached
        echo w >>new; git stash -q; echo v >>new; git stash -q
        git config core.pager evil; mkdir -p .git/info; echo '* filter=evil' >.git/info/attributes
        """);

    Outcome apply = snapshots.sandboxed("apply");

    assertThat(apply)
        .succeeded()
        .outContains("fetched  refs/sandboxed/1/heads/main  ")
        .outLacks("refs/sandboxed/1/heads/gone");
    assertThat(snapshots.shell(subjects("heads/main"))).outContains("four\nthree\ntwo\nbase\n");
    assertThat(snapshots.shell(subjects("heads/topic/a"))).outContains("three\ntwo\nbase\n");
    assertThat(snapshots.shell(subjects("HEAD"))).outContains("detached\nfour\n");
    assertThat(snapshots.shell("git cat-file -t refs/sandboxed/1/tags/v1")).outIs("tag");
    assertThat(
            snapshots.shell(
                "for s in stash stashes/1; do git diff --stat refs/sandboxed/1/$s^"
                    + " refs/sandboxed/1/$s | tail -n 1; done"))
        .outContains("1 insertion(+)\n 1 file changed, 1 insertion(+)");
    assertThat(snapshots.shell(PERSONS).out()).isEqualTo(persons);
    assertThat(snapshots.shell(WHOLE)).succeeded();
    // A person takes a branch as one from anywhere else.
    snapshots.outside(
        "git checkout -q -- .; git clean -qfd; git merge -q refs/sandboxed/1/heads/main");
    assertThat(snapshots.shell("cat new other")).outIs("x\ny\nz");
  }

  @Test
  void theNextApplyFetchesWhatIsNewAndKeepsToTheAgentsNames() {
    snapshots.inside(
        "git checkout -qb a; git commit -q --allow-empty -m one; git repack -qad; git pack-refs"
            + " --all");
    assertThat(snapshots.sandboxed("apply")).succeeded();
    assertThat(snapshots.shell(subjects("heads/a"))).outContains("one\n");
    snapshots.inside(
        "git commit -q --amend --allow-empty -m two; git checkout -q --detach; git branch -D a; git"
            + " branch a/b; git gc -q --prune=now");

    // Only its commits.
    assertThat(snapshots.sandboxed("apply", ".git"))
        .succeeded()
        .outContains("fetched  refs/sandboxed/1/heads/a/b  ");

    assertThat(snapshots.shell(subjects("heads/a/b"))).outContains("two\n");
    assertThat(snapshots.shell("git for-each-ref refs/sandboxed/1/heads/a")).outLacks("heads/a\n");
    assertThat(snapshots.shell(WHOLE)).succeeded();
  }

  @Test
  void commitsInSubmodulesReachTheirRepositories() {
    snapshots.outside(
        """
        git init -q ../lib; git -C ../lib commit -q --allow-empty -m lib
        git -c protocol.file.allow=always submodule --quiet add ../lib lib; git commit -qam 'with lib'
        """);
    snapshots.inside(
        """
        cd lib; git checkout -qb inner; echo x >x; git add x; git commit -qm 'in lib'; cd ..
        git commit -qam 'newer lib'
        """);

    assertThat(snapshots.sandboxed("apply"))
        .succeeded()
        .outContains(" in .git/modules/lib")
        .outContains("fetched  refs/sandboxed/1/heads/main");

    assertThat(snapshots.shell("git -C lib log --format=%s refs/sandboxed/1/heads/inner"))
        .outIs("in lib\nlib");
    assertThat(
            snapshots
                .shell(
                    "git rev-parse refs/sandboxed/1/heads/main:lib; git -C lib rev-parse"
                        + " refs/sandboxed/1/heads/inner")
                .out()
                .lines()
                .distinct())
        .hasSize(1);
  }

  @Test
  void nothingThatTheAgentConfiguredIsExecuted() {
    String plant =
        """
        printf '#!/bin/sh\\ntouch %s/executed\\n' "$PWD" >evil; chmod +x evil
        """;
    snapshots.outside("mkdir hooks; git config core.hooksPath \"$PWD/hooks\"");
    snapshots.outside(
        plant
            + "cp evil hooks/reference-transaction; cp evil hooks/post-checkout; git add -A; git"
            + " commit -qm hooks; ls executed; rm executed");
    snapshots.inside(
        plant
            + """
            git checkout -qb work; echo x >x; git add x; git commit -qm work; rm -f executed
            e=$PWD/evil
            for h in reference-transaction post-checkout update post-update pre-auto-gc; do cp evil .git/hooks/$h || true; done
            git config core.fsmonitor "$e" || true
            mkdir -p .git/worktrees/w .git/objects/info
            echo "$PWD/other" >.git/objects/info/alternates
            printf '[core]\\n\\tfsmonitor = %s\\n\\thooksPath = %s/.git/hooks\\n\\talternateRefsCommand = %s\\n[uploadpack]\\n\\tpackObjectsHook = %s\\n' "$e" "$PWD" "$e" "$e" >.git/config.worktree
            """);

    assertThat(snapshots.sandboxed("apply")).outContains("fetched  refs/sandboxed/1/heads/work  ");

    assertThat(snapshots.shell("ls executed")).failed();
    assertThat(snapshots.shell(subjects("heads/work"))).outContains("work\n");
    assertThat(snapshots.shell("ls .git/objects/info/alternates .git/config.worktree")).failed();
    // Whoever calls git here does obey the hook.
    assertThat(snapshots.shell("git update-ref refs/x HEAD; ls executed")).outContains("executed");
  }

  @Test
  void namesThatLeadElsewhereAreLeftOutAndTheOthersFetched() {
    snapshots.outside("mkdir ../victim; echo v >../victim/ref");
    snapshots.inside(
        """
        git commit -q --allow-empty -m good; o=$(git rev-parse HEAD)
        cd .git/refs/heads; mkdir -p x.lock dir 'sp ace' .hidden
        echo $o >'sp ace/a'; echo $o >.hidden/a; echo $o >a..b; echo $o >"$(printf 'new\\nline')"
        ln -s /etc/passwd link; mkfifo pipe; echo $o >x.lock/y; echo 1234 >short; echo $o >HEAD
        echo 'ref: ../../../../victim/ref' >symbolic; echo "ref: refs/heads/loop" >loop
        head -c 100000 /dev/zero | tr '\\0' a >/dev/null
        cd ../..; { echo "# pack-refs with: peeled fully-peeled sorted"
        echo "$o ../../victim/ref"; echo "$o refs/../../../victim/ref"; echo "$o refs/heads/packed"
        echo "$o refs/heads/packed/below"; echo "$o refs/heads/nul$(printf '\\001')"; echo "$o"; echo; echo "$o HEAD"
        echo 1111111111111111111111111111111111111111 refs/heads/missing; } >packed-refs
        """);

    Outcome apply = snapshots.sandboxed("apply");

    assertThat(apply)
        .exitedWith(1)
        .outContains("fetched  refs/sandboxed/1/heads/main  ")
        .outContains("fetched  refs/sandboxed/1/heads/packed  ")
        .outContains("LEFT     refs/heads/a..b: git takes nothing like that for a ref")
        .outContains("LEFT     refs/heads/link: git takes nothing like that for a ref")
        .outContains("LEFT     refs/heads/short: it names no object")
        .outContains("LEFT     refs/heads/missing: its object is not there")
        .outContains("LEFT     refs/heads/packed/below: another ref has the name of its directory");
    assertThat(snapshots.shell("cat ../victim/ref; ls ../victim")).outIs("v\nref");
    assertThat(snapshots.shell("git for-each-ref --format='%(refname)' refs/sandboxed"))
        .outIs(
            """
            refs/sandboxed/1/HEAD
            refs/sandboxed/1/heads/HEAD
            refs/sandboxed/1/heads/main
            refs/sandboxed/1/heads/packed\
            """
                .stripIndent());
    assertThat(snapshots.shell(WHOLE)).succeeded();
  }

  @Test
  void objectsThatAreNotWhatTheyClaimReachNobody() {
    snapshots.outside("git commit -q --allow-empty -m base; git gc -q");
    snapshots.inside(
        """
        git checkout -q -b bad main; echo bad >bad; git add bad; git commit -qm bad
        b=$(git rev-parse HEAD:bad); f=.git/objects/$(echo $b | cut -c1-2)/$(echo $b | cut -c3-)
        o=$(echo evil | git hash-object -w --stdin); g=.git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)
        chmod u+w $f $g; cp $g $f
        """);

    assertThat(snapshots.sandboxed("apply"))
        .exitedWith(1)
        .outContains("LEFT     .git: no commits were fetched: git did not accept");
    assertThat(snapshots.shell("git for-each-ref refs/sandboxed")).outIs("");
    assertThat(snapshots.shell(WHOLE)).succeeded();
    // The files of the work tree are written all the same.
    assertThat(snapshots.shell("cat bad")).outIs("bad");
  }

  @Test
  void whatFsckRefusesIsRefused() {
    snapshots.inside(
        """
        b=$(echo '[submodule "x"]' | git hash-object -w --stdin)
        t=$(printf '100644 blob %s\\t.git\\n' $b | git mktree)
        git update-ref refs/heads/bad $(git commit-tree -m bad $t)
        """);

    assertThat(snapshots.sandboxed("apply"))
        .exitedWith(1)
        .outContains("no commits were fetched: git did not accept")
        .outContains("hasDotgit");
    assertThat(snapshots.shell("git for-each-ref refs/sandboxed")).outIs("");
  }

  @Test
  void linksPipesAndAlternatesInThePlaceOfObjectsLeadNowhere() {
    snapshots.outside(
        "git init -q ../private; git -C ../private commit -q --allow-empty -m private");
    String object = snapshots.shell("git -C ../private rev-parse HEAD").out().strip();
    snapshots.inside(
        """
        git commit -q --allow-empty -m good
        mkdir -p .git/objects/info; echo "$HOME/work/private/.git/objects" >.git/objects/info/alternates
        echo %1$s >.git/refs/heads/private
        mkdir -p .git/objects/%2$s; rm -rf .git/objects/%2$s; ln -s "$HOME/work/private/.git/objects/%2$s" .git/objects/%2$s
        mkfifo .git/objects/pack/pack-%1$s.pack; mkdir -p .git/objects/ff
        mkfifo .git/objects/ff/00000000000000000000000000000000000000
        """
            .formatted(object, object.substring(0, 2)));

    assertThat(snapshots.sandboxed("apply"))
        .exitedWith(1)
        .outContains("fetched  refs/sandboxed/1/heads/main")
        .outContains("LEFT     refs/heads/private: its object is not there");
    assertThat(snapshots.shell("git cat-file -t " + object)).failed();
  }

  @Test
  void nothingIsWrittenWhereALinkInTheRepositoryLeads() {
    snapshots.outside(
        "mkdir -p ../victim .git/refs/sandboxed; ln -s ../../../../victim .git/refs/sandboxed/1");
    snapshots.inside("git commit -q --allow-empty -m one");

    assertThat(snapshots.sandboxed("apply"))
        .exitedWith(1)
        .outContains("/.git/refs/sandboxed/1 is a symlink");
    assertThat(snapshots.shell("ls -A ../victim")).outIs("");
    snapshots.outside("rm .git/refs/sandboxed/1");
    assertThat(snapshots.sandboxed("apply")).succeeded().outContains("fetched");
  }

  @Test
  void aRefThatIsAnotherNameForABranchDoesNotMoveThatBranch() {
    snapshots.outside(
        "git commit -q --allow-empty -m mine; git symbolic-ref refs/sandboxed/1/heads/main"
            + " refs/heads/main");
    String before = snapshots.shell("git rev-parse main").out();
    snapshots.inside("git commit -q --allow-empty -m agents");

    assertThat(snapshots.sandboxed("apply")).succeeded().outContains("fetched");

    assertThat(snapshots.shell("git rev-parse main").out()).isEqualTo(before);
    assertThat(snapshots.shell(subjects("heads/main"))).outContains("agents\nmine\n");
  }

  @Test
  void aRepositoryThatIsNotThePersonsIsNotFetched() {
    snapshots.outside("rm -rf .git");
    snapshots.inside("git init -q; git add -A; git commit -qm mine; echo x >new");

    assertThat(snapshots.sandboxed("apply")).succeeded().outLacks("fetched");
    assertThat(snapshots.shell("ls -d .git")).failed();
  }

  @Test
  void aShallowRepositoryGetsTheCommits() {
    snapshots.outside(
        """
        for i in 1 2 3; do git commit -q --allow-empty -m $i; done
        git clone -q --depth 1 "file://$PWD" ../shallow; rm -rf .git; mv ../shallow/.git .; git reset -q --hard
        """);
    snapshots.inside("git commit -q --allow-empty -m new");

    assertThat(snapshots.sandboxed("apply")).succeeded().outContains("fetched");
    assertThat(snapshots.shell(subjects("heads/main"))).outIs("new\n3");
  }
}
