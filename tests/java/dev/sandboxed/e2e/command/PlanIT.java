package dev.sandboxed.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed is what runs. */
class PlanIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
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
                mkdir -p ~/bin ~/record
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
    // What it is started behind executes it as it is.
    List<String> written = new ArrayList<>(Arrays.asList(words.out().split("\0")));
    int bwrap = written.indexOf(world.home() + "/bin/bwrap");
    assertThat(written.subList(0, bwrap)).startsWith("/usr/bin/unshare").endsWith("--");
    List<String> expected = new ArrayList<>(recorded("words"));
    int at = expected.indexOf("--args");
    assertThat(expected.subList(at, at + 2)).containsExactly("--args", "3");
    expected.subList(at, at + 2).clear();
    expected.addAll(at, recorded("3"));
    assertThat(written.subList(bwrap, written.size())).isEqualTo(expected);

    // The one descriptor that is not printed holds what must not be: the values that are passed.
    assertThat(recorded("4")).containsSubsequence("--setenv", "MY_TOKEN", "secret-of-mine");
    assertThat(printed.out()).doesNotContain("secret-of-mine");
    assertThat(String.join(" ", expected)).doesNotContain("secret-of-mine");
  }

  private Outcome sandboxed(
      Path directory, List<String> command, List<String> options, List<String> agent) {
    return Launch.of(world).in(directory).with(command).with(options).with(agent).outcome();
  }

  @Test
  void theJsonIsThePlanThatIsWritten() throws IOException {
    Outcome json = world.sandboxed("run", "--dry-run=json", "--", "cat", "README.md");
    OutcomeAssert.assertThat(world.sandboxed("run", "--quiet", "--", "cat", "README.md"))
        .succeeded();

    OutcomeAssert.assertThat(json).succeeded().errIsEmpty();
    JsonNode plan = new ObjectMapper().readTree(json.out());
    // A dry run also says what the plan depends on.
    assertThat(((ObjectNode) plan).remove("questions"))
        .isNotEmpty()
        .anySatisfy(question -> assertThat(question.path("asked").asText()).isEqualTo("account"));
    assertThat(plan)
        .isEqualTo(
            new ObjectMapper()
                .readTree(Files.readString(writtenPlans().getFirst().resolve("plan.json"))));
    assertThat(plan.path("version").asInt()).isEqualTo(2);
    assertThat(plan.path("project").asText()).isEqualTo(world.project().toString());
    assertThat(plan.path("network").path("tier").asText()).isEqualTo("internet-only");
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
  void lookingStartsFetchesAndWritesNothing(String option) {
    Profiles.write(
        world,
        "agents/wanted",
        """
        command = ["not-on-this-machine"]
        [install]
        npm = "@sandboxed/nothing"
        version = "1.0.0"
        program = "nothing"
        """);
    world.installScript("npm", "touch ~/npm-ran; exit 1");
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
}
