package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A launch like an earlier one starts no Java, and is the same launch. */
class WarmLaunchIT {

  private static final String LOOK =
      "cut -d' ' -f4-6 /proc/self/mountinfo; env | grep -v ^SHLVL; ls -1F / /etc; cat .env; id; exit 7";

  private HostWorld world;
  private Planner planner;

  @BeforeEach
  void begin() {
    world = HostWorld.create();
    planner = new Planner(world);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void aLaunchLikeAnEarlierOneStartsNoJavaAndShowsAndSaysTheSame() throws IOException {
    for (String tier : new String[] {"none", "internet-only"}) {
      String[] words = {"run", "--network", tier, "--", "sh", "-c", LOOK};
      planner.launch(words);
      Outcome cold = planner.launch(words);
      assertThat(cold).exitedWith(7).errContains("network");
      Outcome warm = planner.warm(words);
      assertThat(warm.exit()).isEqualTo(7);
      assertThat(warm.out()).isEqualTo(cold.out()).doesNotContain(world.envSecret());
      assertThat(warm.err()).isEqualTo(cold.err());
    }
    String trail =
        Files.readString(world.home().resolve(".local/state/sandboxed/trail/trail.jsonl"));
    // Each session has its two lines, and the options that were given.
    assertThat(trail.lines().filter(line -> line.contains("\"event\":\"start\"")))
        .hasSizeGreaterThanOrEqualTo(6)
        .allMatch(line -> line.contains("\"options\":[\"network\"]"));
    assertThat(trail.lines().filter(line -> line.contains("\"status\":7")))
        .hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void theWordsOfAnAgentAreItsOwnAndThoseOfACommandBelongToThePlan() {
    world.installScript("claude", "printf '<%s>' \"$@\"");
    String[] plain = {"run", "--network", "none", "-q", "claude", "fix it"};
    planner.warm(plain);
    long before = planner.started();
    assertThat(planner.launch("run", "--network", "none", "-q", "claude", "other", "--read", "/x"))
        .outContains("<other><--read></x>");
    assertThat(planner.launch("run", "--network", "none", "-q", "claude", "-p", "x"))
        .outContains("<-p><x>");
    assertThat(planner.launch("run", "--network", "none", "-q", "claude")).outLacks("<x>");
    assertThat(planner.started()).isEqualTo(before);
    // What begins with two dashes may be an option of sandboxed's, so Java sees each once.
    planner.warm("run", "--network", "none", "-q", "claude", "--model", "a");
    before = planner.started();
    assertThat(planner.launch("run", "--network", "none", "-q", "claude", "--model=b", "--read"))
        .outContains("<--model=b><--read>");
    assertThat(planner.started()).isEqualTo(before);
    assertThat(planner.plans("run", "--network", "none", "-q", "claude", "--modle")).isTrue();
    assertThat(planner.plans("run", "--network", "none", "-q", "claude", "--deny", "README.md"))
        .isTrue();

    planner.warm("run", "--network", "none", "-q", "--", "cat", "README.md");
    assertThat(planner.launch("run", "--network", "none", "-q", "--", "cat", ".gitignore"))
        .outIs(".env");
    assertThat(planner.launch("run", "--network", "none", "-q", "--", "cat")).outIs("").succeeded();
  }

  @Test
  void theAgentHasThePersonsLocaleAndNotThatOfTheLauncher() {
    String[] words = {"run", "--network", "none", "-q", "--", "printenv", "LC_ALL"};
    // After the very first launch there is always Java.
    planner.launch("run", "--network", "none", "-q", "--", "true");
    assertThat(planner.with("LC_ALL", "de_DE.UTF-8", words)).outIs("de_DE.UTF-8");
    long before = planner.started();
    assertThat(planner.with("LC_ALL", "de_DE.UTF-8", words)).outIs("de_DE.UTF-8");
    assertThat(planner.with("LC_ALL", "nowhere", words)).outIs("nowhere");
    assertThat(planner.started()).isEqualTo(before);
    assertThat(planner.launch(words)).exitedWith(1).outIs("");
  }

  @Test
  void aConfigurationOfGitThatNamesOtherFilesIsNotReadByGitAgain() {
    world.shell(
        """
        git config --global core.excludesFile '~/ignored'
        git config --global include.path more
        git config --file ~/more commit.template '~/template'
        for name in ignored other template; do echo "$name" >~/$name; done
        """);
    String[] words = {
      "run",
      "--network",
      "none",
      "-q",
      "--",
      "sh",
      "-c",
      "cd; cat ignored other template 2>/dev/null; true"
    };
    assertThat(planner.warm(words)).outIs("ignored\ntemplate");
    // What the files say counts, those that are named by another one, too, and whether they are
    // there.
    world.shell("git config --global core.excludesFile '~/other'");
    assertThat(planner.plans(words)).isTrue();
    assertThat(planner.warm(words)).outIs("other\ntemplate");
    world.shell("git config --file ~/more commit.template '~/ignored'");
    assertThat(planner.plans(words)).isTrue();
    assertThat(planner.warm(words)).outIs("ignored\nother");
    world.shell("rm ~/other");
    assertThat(planner.plans(words)).isTrue();
    assertThat(planner.warm(words)).outIs("ignored");
    world.shell("rm ~/more");
    assertThat(planner.plans(words)).isTrue();
    assertThat(planner.warm(words)).outIs("");
    // A name that a directory service may know otherwise tomorrow.
    world.shell("git config --global core.excludesFile '~root/ignored'");
    planner.launch(words);
    planner.launch(words);
    assertThat(planner.plans(words)).isTrue();
  }

  @Test
  void whereNothingCanBeStartedTheNextLaunchPlansAnew() throws IOException {
    String[] words = {"run", "--network", "none", "-q", "--", "true"};
    planner.warm(words);
    assertThat(planner.indexes()).hasSize(1).allMatch(file -> file.toFile().length() > 0);
    world.shell("for p in ~/.cache/sandboxed/plans/*; do printf 'x\\0' >$p/bwrap.args; done");
    long before = planner.started();
    assertThat(planner.launch(words)).exitedWith(125).errContains("nothing has been started");
    assertThat(planner.started()).isEqualTo(before);
    assertThat(planner.indexes()).allMatch(file -> file.toFile().length() == 0);
    assertThat(planner.plans(words)).isTrue();
    // An index that was not written to its end is none.
    world.shell("rm -rf ~/.cache/sandboxed/plans/*");
    planner.warm(words);
    Path index = planner.indexes().getFirst();
    byte[] whole = Files.readAllBytes(index);
    for (int length : new int[] {1, 17, 300, whole.length / 2, whole.length - 4}) {
      Files.write(index, java.util.Arrays.copyOf(whole, length));
      assertThat(planner.launch(words)).succeeded().errIsEmpty();
      Files.write(index, java.util.Arrays.copyOf(whole, length));
      assertThat(planner.plans(words)).as("with %d bytes of the index", length).isTrue();
    }
  }

  /** The socket is asked for again, and so is where it is. */
  @Test
  void aLaunchPlansAnewWhenWhatItsProfileOpensByNameIsGoneOrElsewhere() {
    String serve =
        "perl -MIO::Socket::UNIX -e 'for (@ARGV) {"
            + " IO::Socket::UNIX->new(Local => $_, Listen => 5) or die }' ~/one ~/two";
    assertThat(world.shell(serve)).succeeded();
    Profiles.write(world, "opening", "extends = \"default\"\nsockets.ssh_agent = true\n");
    String[] words = {"run", "--network", "none", "-p", "opening", "--", "ls", "/run/session"};
    world.set("SSH_AUTH_SOCK", world.home().resolve("one").toString());

    assertThat(planner.warm(words)).outIs("ssh-agent").errContains("sign in as you");
    world.set("SSH_AUTH_SOCK", world.home().resolve("two").toString());
    assertThat(planner.plans(words)).isTrue();
    assertThat(planner.warm(words)).outIs("ssh-agent");
    assertThat(world.shell("rm ~/two")).succeeded();
    assertThat(planner.plans(words)).isTrue();
    assertThat(planner.warm(words)).outIs("").errContains("which is not there");
    assertThat(world.shell("mkfifo ~/two")).succeeded();
    assertThat(planner.launch(words)).exitedWith(125).errContains("no socket");
  }
}
