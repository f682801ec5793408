package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever a plan depends on is changed between two launches, and the second plans anew. With the
 * check taken out that sees it, the same launch would have run the old plan.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StalePlanIT {

  private static final String[] WORDS = {
    "run",
    "--network",
    "none",
    "-q",
    "--read",
    "~/shown",
    "--deny",
    "**/.env",
    "--",
    "sh",
    "-c",
    "cat .env a/b/.env ~/shown/here; echo; ls ~/shown"
  };

  /** Compares the digest of all that find and other programs print, and those of files. */
  private static final String DIGESTS = "[[ $found == \"$expected\" ]]";

  private static final String ANSWERS_ONLY = "[[ ${found%%$'\\n'*} == \"${expected%%$'\\n'*}\" ]]";
  private static final String BUILTINS = "warm_digests warm_builtins";
  private static final String NAMES = "((${#value[@]} == ${#names[@]})) || return";

  private HostWorld world;
  private Planner planner;

  @BeforeAll
  void begin() {
    world = HostWorld.create();
    planner = new Planner(world);
    world.shell("mkdir -p a/b ~/shown ~/.config/sandboxed/profiles && echo seen >~/shown/here");
  }

  @AfterAll
  void end() {
    world.close();
  }

  private void change(String script) {
    assertThat(world.shell("set -e; " + script)).succeeded();
  }

  /** Nobody would notice with the check taken out; with it, Java plans. */
  private Outcome isSeen(String script, String check, String instead) {
    planner.warm(WORDS);
    change(script);
    assertThat(planner.without(check, instead, () -> planner.plans(WORDS)))
        .as("is seen without %s: %s", check, script)
        .isFalse();
    long before = planner.started();
    Outcome outcome = planner.launch(WORDS);
    assertThat(planner.started()).as(script).isGreaterThan(before);
    return outcome;
  }

  private Outcome isSeenByFind(String script) {
    // Nor may the text be read: that sees more.
    return isSeen(script, DIGESTS, "true");
  }

  @Test
  void aNewSecretDeepInTheProjectIsMasked() {
    assertThat(isSeenByFind("echo TOKEN=deep >a/b/.env")).outLacks("deep").outContains("seen");
    change("rm a/b/.env");
  }

  @Test
  void aVariableThatMovesTheAgentsDirectoryIsSeen() {
    AgentScript.installed(world);
    change("mkdir ~/one ~/two; echo first >~/one/CLAUDE.md; echo second >~/two/CLAUDE.md");
    String[] words = {"run", "--network", "none", "-q", "claude", "cat ~/.claude/CLAUDE.md"};
    for (String place : List.of("one", "two", "one")) {
      world.set("CLAUDE_CONFIG_DIR", world.home().resolve(place).toString());
      long before = planner.started();
      String text = place.equals("one") ? "first" : "second";
      assertThat(planner.launch(words)).succeeded().outIs(text);
      assertThat(planner.started()).isGreaterThan(before);
      assertThat(planner.warm(words)).succeeded().outIs(text);
    }
    world.set("CLAUDE_CONFIG_DIR", "");
    assertThat(planner.launch(words)).failed().outIs("");
  }

  @Test
  void aFileWhoseTimeOfModificationIsSetBackIsSeen() {
    String profile = "~/.config/sandboxed/profiles/default.toml";
    change("printf 'extends = \"default\"\\n#a\\n' >" + profile);
    planner.launch(WORDS);
    isSeenByFind(
        "touch -r %1$s ~/time; printf 'extends = \"default\"\\n#b\\n' >%1$s; touch -r ~/time %1$s"
            .formatted(profile));
    // A profile that is deleted, and one that appears.
    isSeen("rm " + profile, BUILTINS, "warm_builtins");
    isSeen("printf '[[paths]]\\ndeny = \"~/shown/here\"\\n' >" + profile, BUILTINS, "true");
    change("rm " + profile);
  }

  @Test
  void aTextThatIsChangedInMemoryIsSeenThoughItsTimeStays() throws IOException {
    Path index = warmIndex();
    byte[] bytes = Files.readAllBytes(index);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // As if another text had been read when the plan was made.
    Matcher digest = Pattern.compile("\0[0-9a-f]{64}\0").matcher(text);
    assertThat(digest.find()).isTrue();
    int last = digest.end() - 2;
    byte[] other = bytes.clone();
    other[last] = (byte) (other[last] == '0' ? '1' : '0');
    Files.write(index, other);
    assertThat(planner.without(DIGESTS, ANSWERS_ONLY, () -> planner.plans(WORDS))).isFalse();
    assertThat(planner.plans(WORDS)).isTrue();
  }

  @Test
  void aDirectoryThatIsSwappedForALinkIsSeen() {
    isSeenByFind("mv ~/shown ~/elsewhere; ln -s elsewhere ~/shown");
    isSeenByFind("rm ~/shown; mv ~/elsewhere ~/shown");
    isSeenByFind("mv .git/hooks .git/were; ln -s were .git/hooks");
    change("rm .git/hooks; mv .git/were .git/hooks");
  }

  @Test
  void aPathThatIsGoneIsSeen() {
    isSeenByFind("mv ~/shown ~/gone");
    change("mv ~/gone ~/shown");
  }

  @Test
  void aDirectoryThatIsClosedIsNotTakenForOneWithNothingInIt() {
    planner.warm(WORDS);
    change("chmod 000 ~/.config/sandboxed/profiles");
    assertThat(planner.plans(WORDS)).isTrue();
    change("chmod 755 ~/.config/sandboxed/profiles");
    assertThat(isSeen("mkdir ~/.config/git", "! -e $one", "-n x").err()).doesNotContain("unbound");
    change("rmdir ~/.config/git");
  }

  @Test
  void variablesAreSeenByNameAndThoseThatCountByValue() {
    planner.warm(WORDS);
    for (String[] variable :
        new String[][] {
          {"LC_TIME", "C"},
          {"XDG_STATE_HOME", world.home() + "/elsewhere"},
          {"PATH", "/usr/bin:/bin"}
        }) {
      long before = planner.started();
      assertThat(planner.with(variable[0], variable[1], WORDS).exit()).isZero();
      assertThat(planner.started()).as(variable[0]).isGreaterThan(before);
      planner.warm(WORDS);
    }
    boolean stale =
        planner.without(
            NAMES,
            "",
            () -> {
              long before = planner.started();
              planner.with("LC_TIME", "C", WORDS);
              return planner.started() == before;
            });
    assertThat(stale).isTrue();
  }

  @Test
  void anotherPlaceAnotherPersonAndOtherMountsHaveOtherPlans() {
    planner.warm(WORDS);
    long before = planner.started();
    for (List<String> behind :
        List.of(
            List.of("unshare", "--user", "--map-current-user", "--mount"),
            List.of("unshare", "--user", "--map-root-user"))) {
      world.behind(behind.toArray(String[]::new));
      assertThat(planner.plans(WORDS)).as("%s", behind).isTrue();
      world.behind();
      planner.warm(WORDS);
    }
    assertThat(planner.started()).isGreaterThan(before);
    assertThat(planner.planIn(world.otherProject(), WORDS)).isTrue();
  }

  @Test
  void anotherNetworkIsSeen() {
    String[] words = {"run", "--network", "internet-only", "-q", "--", "true"};
    planner.warm(words);
    world.behind("unshare", "--user", "--map-current-user", "--net");
    assertThat(planner.plans(words)).isTrue();
    world.behind();
  }

  @Test
  void aPlanThatIsGoneAndAnAnswerThatHasEndedAreMadeAnew() throws IOException {
    planner.warm(WORDS);
    change("rm -rf ~/.cache/sandboxed/plans/*");
    assertThat(planner.launch(WORDS)).outContains("seen");
    Path index = warmIndex();
    String whole = Files.readString(index);
    Files.writeString(index, whole.replace("9223372036854775807", "1"));
    assertThat(planner.plans(WORDS)).isTrue();
    whole = Files.readString(warmIndex());
    // A clock that is behind the time when the plan was made.
    Files.writeString(index, whole.replaceFirst("\0(\\d{10})\0", "\0" + "2$1\0"));
    assertThat(planner.plans(WORDS)).isTrue();
    // Another build.
    Files.writeString(
        index, Files.readString(warmIndex()).replaceFirst("sandboxed.jar", "other.jar"));
    assertThat(planner.plans(WORDS)).isTrue();
  }

  @Test
  void theStateOfSandboxedItselfIsSeen() {
    assertThat(isSeenByFind("cd ~/.local/state/sandboxed; cp version ~/kept; echo 99 >version"))
        .exitedWith(125)
        .errContains("newer sandboxed");
    change("cp ~/kept ~/.local/state/sandboxed/version");
  }

  @Test
  void aProgramThatWasReplacedIsSeenAndOneOfThePersonsOwnIsNeverRunToAsk() {
    change("cp /usr/bin/bwrap ~/bin/bwrap");
    planner.launch(WORDS);
    isSeenByFind("cp ~/bin/bwrap ~/new; touch -r ~/bin/bwrap ~/new; mv ~/new ~/bin/bwrap");
    change("rm ~/bin/bwrap; cp /usr/bin/find ~/bin/find");
    for (int i = 0; i < 3; i++) {
      assertThat(planner.plans(WORDS)).isTrue();
    }
    change("rm ~/bin/find");
  }

  @Test
  void manyLaunchesAtOnceAllRun() {
    change("rm -rf ~/.cache/sandboxed/warm");
    var running = Arrays.asList(new Integer[4]).stream().map(_ -> planner.begin(WORDS)).toList();
    running.forEach(one -> assertThat(one.finish()).outContains("seen"));
    planner.warm(WORDS);
  }

  private Path warmIndex() {
    planner.indexes().forEach(StalePlanIT::remove);
    planner.warm(WORDS);
    return planner.indexes().getFirst();
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
