package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is granted works, as far as it is granted, and of two rules the right one wins. */
class GrantsIT {

  private static final String TRY =
      """
      for file; do
        if test -s "$file" && cat "$file" >/dev/null 2>&1; then
          if { echo more >>"$file"; } 2>/dev/null; then echo writable; else echo readable; fi
        elif test -e "$file"; then
          echo masked
        else
          echo absent
        fi
      done
      """;

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void furnish() {
    shell(
        """
        mkdir -p ~/docs/drafts/old ~/docs/private ~/.config/sandboxed/profiles
        for file in ~/docs/guide ~/docs/drafts/new ~/docs/drafts/old/first ~/docs/private/diary; do
          echo text >$file
        done
        """);
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void shell(String script) {
    OutcomeAssert.assertThat(world.shell(script)).succeeded();
  }

  /** What the sandbox can do with each file, in order. */
  private List<String> access(List<String> options, String... files) {
    String[] paths =
        Stream.of(files)
            .map(file -> file.replace("~", world.home().toString()))
            .toArray(String[]::new);
    Outcome outcome = Launch.quietly(world).with(options).shell(TRY, paths);
    OutcomeAssert.assertThat(outcome).succeeded();
    return outcome.out().lines().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "--read=~/docs,              readable, readable, readable",
    "--write=~/docs,             writable, writable, writable",
    "--write=~/docs/drafts,      absent,   writable, absent",
    "--read=~/docs --write=~/docs/drafts,         readable, writable, readable",
    "--write=~/docs --protect=~/docs/drafts,      writable, readable, writable",
    "--write=~/docs --deny=~/docs/private,        writable, writable, masked",
    "--write=~/docs --deny=~/docs/private/diary,  writable, writable, masked",
    "--write=~/docs --read=~/docs/private,        writable, writable, readable",
    "--write=~/docs --deny=~/docs/*/diary,        writable, writable, masked",
    "--read=~/docs --deny=~/docs/**/diary,        readable, readable, masked",
    // Of two rules for the same path the stronger wins.
    "--read=~/docs --write=~/docs,    writable, writable, writable",
    "--write=~/docs --deny=~/docs,    masked,   masked,   masked",
    // The longest path wins, so a grant reopens a part of what is denied.
    "--deny=~/docs --read=~/docs/guide,           readable, masked,   masked",
    "--write=~ --deny=~/docs,                     masked,   masked,   masked",
  })
  void theLongestPathWinsAndThenTheStrongerWord(
      String options, String guide, String draft, String diary) {
    List<String> words = List.of(options.replace("~", world.home().toString()).split(" "));

    List<String> seen = access(words, "~/docs/guide", "~/docs/drafts/new", "~/docs/private/diary");

    // What is below a masked directory cannot even be told from a missing file.
    assertThat(seen.stream().map(GrantsIT::visible).toList())
        .containsExactly(visible(guide), visible(draft), visible(diary));
  }

  private static String visible(String access) {
    return access.equals("masked") ? "absent" : access;
  }

  @Test
  @Flips(profile = "extends")
  void aProfileGrantsAndWhatItExtendsIsBelowIt() {
    Profiles.write(world, "base", "extends = \"default\"\n[filesystem]\nwrite = [\"~/docs\"]\n");
    Profiles.write(
        world,
        "mine",
        "extends = \"base\"\n[filesystem]\nread = [\"~/docs\"]\nwrite = [\"~/docs/drafts\"]\n");

    assertThat(access(List.of("--profile=base"), "~/docs/guide", "~/docs/drafts/new"))
        .containsExactly("writable", "writable");
    assertThat(access(List.of("--profile=mine"), "~/docs/guide", "~/docs/drafts/new"))
        .containsExactly("readable", "writable");
  }

  @Test
  void theCommandLineIsAboveEveryProfile() {
    Profiles.write(world, "mine", "extends = \"default\"\n[filesystem]\ndeny = [\"~/docs\"]\n");
    String docs = world.home().resolve("docs").toString();

    assertThat(access(List.of("--profile=mine", "--read=" + docs), "~/docs/guide"))
        .containsExactly("readable");
  }

  @Test
  void variablesStandForOptionsAndOptionsAreAboveThem() {
    String docs = world.home().resolve("docs").toString();
    world.set("SANDBOXED_WRITE", docs + "/drafts:" + docs + "/private");

    assertThat(access(List.of(), "~/docs/guide", "~/docs/drafts/new", "~/docs/private/diary"))
        .containsExactly("absent", "writable", "writable");
    assertThat(access(List.of("--read=" + docs + "/drafts"), "~/docs/drafts/new"))
        .containsExactly("readable");
  }

  @Test
  void whatIsWrittenThroughAGrantIsThereAfterwards() {
    String docs = world.home().resolve("docs").toString();

    Outcome inside =
        Launch.quietly(world).with("--write=" + docs).shell("echo new >~/docs/written");

    OutcomeAssert.assertThat(inside).succeeded();
    OutcomeAssert.assertThat(world.shell("cat ~/docs/written")).outIs("new");
  }

  @Test
  void aSymlinkedDotfileWorksUnderItsName() {
    shell(
        """
        mkdir -p ~/dotfiles/git && echo '[alias] hi = status' >~/dotfiles/git/config
        ln -s ../dotfiles/git ~/.config/git
        mv ~/.gitconfig ~/dotfiles/gitconfig && ln -s dotfiles/gitconfig ~/.gitconfig
        """);

    Outcome inside =
        Launch.quietly(world).shell("git config user.name; git config alias.hi; ls -A ~");

    OutcomeAssert.assertThat(inside)
        .succeeded()
        .outContains("Ada Person\nstatus\n")
        .outLacks("dotfiles");
  }

  @Test
  void theProjectIsFoundFromBelowAndThePersonStaysWhereTheyAre() {
    shell("mkdir -p sub/deep");

    Outcome inside =
        Launch.quietly(world)
            .in(world.project().resolve("sub/deep"))
            .shell("pwd; git rev-parse --show-toplevel; test -w ../../README.md");

    OutcomeAssert.assertThat(inside)
        .succeeded()
        .outIs(world.project().resolve("sub/deep") + "\n" + world.project());
  }

  @Test
  void gitWorksWithThePersonsIdentity() {
    Outcome inside =
        Launch.quietly(world)
            .shell(
                "git checkout -qb topic && echo x >>README.md && git commit -qam 'Inside' && git status --short");

    OutcomeAssert.assertThat(inside).succeeded().outIs("");
    OutcomeAssert.assertThat(world.shell("git log -1 --format='%an %s' topic"))
        .outIs("Ada Person Inside");
  }

  @Test
  void aLinkedWorkTreeHasItsRepository() {
    shell("git worktree add -q ../tree");

    Outcome inside =
        Launch.quietly(world)
            .in(world.project().resolveSibling("tree"))
            .shell(
                "echo x >>README.md && git commit -qam 'In a tree' && git log -1 --format=%s;"
                    + " touch ../project/.git/hooks/x; ls ../project");

    OutcomeAssert.assertThat(inside).outIs("In a tree").errContains("Read-only file system");
  }
}
