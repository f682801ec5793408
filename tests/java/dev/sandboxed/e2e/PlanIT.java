package dev.sandboxed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed is what runs. */
class PlanIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void takeAway() {
    world.close();
  }

  /**
   * A bubblewrap that writes down what it is called with before it becomes the real one: its words
   * and what it reads from the two descriptors for arguments. The probe of this machine is none.
   */
  private void recordBubblewrap() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir ~/bin ~/record
                cat >~/bin/bwrap <<END
                #!/bin/bash
                record=$HOME/record
                if [[ " \\$* " == *" --json-status-fd "* ]]; then
                  printf '%s\\0' "\\$0" "\\$@" >"\\$record/words"
                  for fd in 3 4; do
                    /bin/cat <&\\$fd >"\\$record/\\$fd"
                    eval "exec \\$fd<\\"\\$record/\\$fd\\""
                  done
                fi
                exec $(command -v bwrap) "\\$@"
                END
                chmod +x ~/bin/bwrap
                """))
        .succeeded();
    world.set("PATH", world.home().resolve("bin") + ":/usr/bin:/bin");
  }

  private List<String> recorded(String name) throws IOException {
    String text = Files.readString(world.home().resolve("record").resolve(name));
    return text.isEmpty()
        ? List.of()
        : Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1));
  }

  @Test
  void thePrintedCommandIsTheOneThatIsExecuted() throws IOException {
    recordBubblewrap();
    world.set("MY_TOKEN", "secret-of-mine");
    Path project = Files.createDirectory(world.home().resolve("work/it's \"odd\"\n$(id) *"));
    Files.writeString(project.resolve(".env"), "x");
    List<String> options =
        List.of(
            "--env=MY_TOKEN",
            "--env=ODD=a 'b' \"c\" $d\n\\ \u00e9",
            "--deny=**/*.pem",
            "--network=none");
    List<String> agent =
        List.of("--", "printf", "<%s>", "", "two words", "new\nline", "'\"$`\\", "--args", "-x");

    Outcome printed = sandboxed(project, List.of("run", "--dry-run=argv"), options, agent);
    Outcome executed = sandboxed(project, List.of("run", "--quiet"), options, agent);
    Outcome words =
        world.shell("eval \"words=($1)\"; printf '%s\\0' \"${words[@]}\"", printed.out());

    OutcomeAssert.assertThat(executed)
        .succeeded()
        .outContains("<><two words><new\nline><'\"$`\\><--args><-x>");
    assertThat(Arrays.asList(words.out().split("\0", -1)))
        .startsWith(world.home() + "/bin/bwrap")
        .endsWith("");
    List<String> expected = new ArrayList<>(recorded("words"));
    int at = expected.indexOf("--args");
    assertThat(expected.subList(at, at + 2)).containsExactly("--args", "3");
    expected.subList(at, at + 2).clear();
    expected.addAll(at, recorded("3"));
    assertThat(Arrays.asList(words.out().split("\0"))).isEqualTo(expected);

    // The one descriptor that is not printed holds what must not be: the values that are passed.
    assertThat(recorded("4")).containsSubsequence("--setenv", "MY_TOKEN", "secret-of-mine");
    assertThat(printed.out()).doesNotContain("secret-of-mine");
    assertThat(String.join(" ", expected)).doesNotContain("secret-of-mine");
  }

  private Outcome sandboxed(
      Path directory, List<String> command, List<String> options, List<String> agent) {
    List<String> words =
        Stream.of(List.of(Checkout.program("sandboxed").toString()), command, options, agent)
            .flatMap(List::stream)
            .toList();
    return world.start(directory, words).finish();
  }

  @Test
  void theJsonIsThePlanThatIsWrittenDown() throws IOException {
    Outcome json = world.sandboxed("run", "--dry-run=json", "--", "cat", "README.md");
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--", "cat", "README.md"))
        .succeeded();

    OutcomeAssert.assertThat(json).succeeded().errIsEmpty();
    assertThat(json.out())
        .isEqualTo(Files.readString(writtenPlans().getFirst().resolve("plan.json")));
    JsonNode plan = new ObjectMapper().readTree(json.out());
    assertThat(plan.path("version").asInt()).isEqualTo(1);
    assertThat(plan.path("project").asText()).isEqualTo(world.project().toString());
    assertThat(plan.path("network").path("tier").asText()).isEqualTo("full");
    assertThat(plan.path("mounts"))
        .isNotEmpty()
        .allSatisfy(mount -> assertThat(mount.path("origin").asText()).isNotEmpty());
    assertThat(plan.path("environment"))
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(variable.path("origin").asText()).isNotEmpty());
  }

  private List<Path> writtenPlans() throws IOException {
    try (Stream<Path> plans = Files.list(world.home().resolve(".cache/sandboxed/plans"))) {
      return plans.toList();
    }
  }

  @Test
  void theSameLaunchSharesItsPlanAndNobodyElseCanLookIntoIt() throws IOException {
    for (int launch = 0; launch < 2; launch++) {
      OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--", "true")).succeeded();
    }

    assertThat(writtenPlans()).hasSize(1);
    OutcomeAssert.assertThat(
            world.shell("stat -c %a ~/.cache/sandboxed ~/.cache/sandboxed/plans/*"))
        .outIs("700\n700");
  }

  @Test
  void thePlanInWordsHasAReasonForEverything() {
    Outcome text =
        world.sandboxed("run", "--dry-run", "--profile=strict", "--env=A=b", "--", "true");

    OutcomeAssert.assertThat(text)
        .succeeded()
        .errIsEmpty()
        .outContains("profile    default < strict")
        .outContains(world.project() + "\n      writable  (the project)")
        .outContains(world.project() + "/.env\n      masked  (profile ")
        .outContains("/profiles/default.toml:")
        .outContains("option --env");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dry-run", "--dry-run=json", "--explain=.env"})
  void lookingStartsFetchesAndWritesNothing(String option) throws IOException {
    agent(
        "wanted",
        "command = [\"not-on-this-machine\"]\n[install]\nnpm = \"@sandboxed/nothing\"\nversion = \"1.0.0\"\nprogram = \"nothing\"\n");
    OutcomeAssert.assertThat(
            world.shell(
                "mkdir ~/bin && printf '#!/bin/sh\\ntouch ~/npm-ran\\nexit 1\\n' >~/bin/npm && chmod +x ~/bin/npm"))
        .succeeded();
    world.set("PATH", world.home().resolve("bin") + ":/usr/bin:/bin");
    List<String> before = world.filesBelow(world.home());

    OutcomeAssert.assertThat(world.sandboxed("run", option, "--", "touch", "started")).succeeded();
    OutcomeAssert.assertThat(world.sandboxed("run", "wanted", option)).succeeded();

    assertThat(world.filesBelow(world.home())).isEqualTo(before);
    OutcomeAssert.assertThat(world.sandboxed("run", "wanted")).exitedWith(125).errContains("npm");
    assertThat(world.home().resolve("npm-ran")).exists();
  }

  @Test
  void theCommandCanBePrintedWithoutStartingIt() {
    OutcomeAssert.assertThat(world.sandboxed("run", "--dry-run=argv", "--", "touch", "started"))
        .succeeded()
        .outContains("touch\nstarted\n");

    assertThat(world.project().resolve("started")).doesNotExist();
  }

  @Test
  void explainAgreesWithWhatIsFoundInside() {
    OutcomeAssert.assertThat(
            world.shell(
                "mkdir -p ~/docs/drafts vault; touch ~/docs/a ~/docs/drafts/b vault/c; ln -s .env link"))
        .succeeded();
    List<String> options =
        List.of(
            "--read=" + world.home() + "/docs",
            "--write=" + world.home() + "/docs/drafts",
            "--deny=vault");
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("~/.ssh", "absent");
    expected.put("~/.ssh/id_rsa", "absent");
    expected.put("~/.gitconfig", "readable");
    expected.put("~/docs/a", "readable");
    expected.put("~/docs/drafts/b", "writable");
    expected.put("~/work/other/notes.txt", "absent");
    expected.put("README.md", "writable");
    expected.put(".env", "masked");
    expected.put("vault", "masked");
    expected.put("vault/c", "masked");
    expected.put(".git/hooks", "readable");
    expected.put(".git/config", "readable");
    expected.put("/etc/shadow", "absent");
    expected.put("/etc/passwd", "readable");
    expected.put("/usr/bin/env", "readable");
    expected.put("/root", "absent");
    expected.put("/sys", "absent");
    expected.put("/tmp", "writable");

    List<String> subjects =
        expected.keySet().stream().map(path -> path.replace("~", world.home().toString())).toList();
    Outcome explained =
        sandboxed(world.project(), List.of("explain", "shell"), options, concat("--", subjects));
    String probe =
        """
        for path; do
          if [ -w "$path" ]; then echo writable
          elif [ -r "$path" ]; then echo readable
          elif [ -e "$path" ]; then echo masked
          else echo absent; fi
        done
        """;
    Outcome found =
        sandboxed(
            world.project(),
            List.of("run", "--quiet"),
            options,
            concat("--", concat("sh", concat("-c", concat(probe, concat("sh", subjects))))));

    OutcomeAssert.assertThat(explained).succeeded();
    List<String> inside = new ArrayList<>(found.out().lines().toList());
    // What lies in a masked directory cannot be told from what does not exist.
    inside.replaceAll(access -> access);
    inside.set(subjects.indexOf("vault/c"), "masked");
    assertThat(inside).isEqualTo(List.copyOf(expected.values()));
    assertThat(
            explained
                .out()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .map(PlanIT::access)
                .toList())
        .isEqualTo(inside);
  }

  private static List<String> concat(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  /** The first words of an explanation, as the probe says it. */
  private static String access(String line) {
    String what = line.substring(line.indexOf(": ") + 2);
    if (what.startsWith("not visible")) {
      return "absent";
    }
    if (what.startsWith("masked")) {
      return "masked";
    }
    return what.startsWith("writable") || what.startsWith("empty, private")
        ? "writable"
        : "readable";
  }

  @Test
  void explainNamesTheRuleThatDecides() {
    world.set("MY_TOKEN", "secret-of-mine").set("COLORTERM", "truecolor");

    Outcome explained =
        world.sandboxed(
            "explain", "shell", "--env=MY_TOKEN", ".env", "MY_TOKEN", "COLORTERM", "OTHER", "HOME");

    OutcomeAssert.assertThat(explained)
        .succeeded()
        .outContains(".env: masked")
        .outContains("/profiles/default.toml:")
        .outContains("MY_TOKEN: passed\n  option --env")
        .outContains("COLORTERM: passed\n  profile default, ")
        .outContains("OTHER: not passed")
        .outContains("HOME: set to " + world.home())
        .outLacks("secret-of-mine");
  }

  @Test
  void profilesAreListedAndShownWithTheirOrigins() throws IOException {
    Path mine = world.home().resolve(".config/sandboxed/profiles/mine.toml");
    Files.createDirectories(mine.getParent());
    Files.writeString(
        mine, "extends = \"web\"\ndescription = \"For me\"\n[network]\ntier = \"none\"\n");

    OutcomeAssert.assertThat(world.sandboxed("profiles", "list"))
        .succeeded()
        .outContains("mine         For me  (yours)")
        .outContains("strict")
        .outContains("(built in)")
        .outContains("claude")
        .outContains("gemini");
    OutcomeAssert.assertThat(world.sandboxed("profiles", "show", "mine"))
        .succeeded()
        .outContains("# default < web < mine")
        .outContains(mine + ":4:8")
        .outContains("profiles/default.toml:");
    OutcomeAssert.assertThat(world.sandboxed("run", "--show-profile=mine"))
        .succeeded()
        .outContains(mine + ":4:8");
    OutcomeAssert.assertThat(world.sandboxed("run", "--list-profiles"))
        .succeeded()
        .outContains("For me");
  }

  @Test
  void aNewAgentIsOneFile() throws IOException {
    agent(
        "opencode",
        """
        description = "A coding agent of our own"
        command = ["opencode", "--color"]
        [state]
        directory = "~/.opencode"
        credentials = ["auth.json"]
        [filesystem]
        read = [{ path = "~/.opencoderc", optional = true }]
        [environment]
        pass = ["OPENCODE_*"]
        [environment.set]
        OPENCODE_HOME = "~/.opencode"
        """);
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir ~/bin ~/.opencode
                echo login >~/.opencode/auth.json
                echo mine >~/.opencode/history
                cat >~/bin/opencode <<'END'
                #!/bin/sh
                echo "$0|$*|$OPENCODE_KEY|$OPENCODE_HOME"
                cat $OPENCODE_HOME/auth.json $OPENCODE_HOME/history
                echo "$2" >>$OPENCODE_HOME/history
                echo refreshed >$OPENCODE_HOME/auth.json
                END
                chmod +x ~/bin/opencode
                """))
        .succeeded();
    world.set("PATH", world.home().resolve("bin") + ":/usr/bin:/bin").set("OPENCODE_KEY", "k");
    String program = world.home() + "/bin/opencode|--color ";
    String home = "|k|" + world.home() + "/.opencode\n";

    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "opencode", "first"))
        .outIs(program + "first" + home + "login");
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "opencode", "second"))
        .outIs(program + "second" + home + "refreshed\nfirst");
    OutcomeAssert.assertThat(world.shell("cat ~/.opencode/*")).outIs("refreshed\nmine");
    OutcomeAssert.assertThat(world.sandboxed("profiles", "list"))
        .outContains("A coding agent of our own");
    OutcomeAssert.assertThat(world.sandboxed("explain", "opencode", "OPENCODE_KEY"))
        .outContains("agent opencode, ");
  }

  private void agent(String name, String text) throws IOException {
    Path file = world.home().resolve(".config/sandboxed/profiles/agents/" + name + ".toml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
