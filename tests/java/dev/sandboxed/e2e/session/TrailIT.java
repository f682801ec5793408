package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Refusals;
import dev.sandboxed.e2e.world.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every session leaves two lines, which say nothing private and cannot be changed unseen. */
class TrailIT {

  private static final String OFFLINE = "--network=none";

  private final HostWorld world = HostWorld.create();
  private final Refusals refusals = new Refusals(world);
  private final Path state = world.home().resolve(".local/state/sandboxed");
  private final Path trail = state.resolve("trail");

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void aSessionIsInItWithItsEnd() throws IOException {
    assertThat(run("exit 3")).exitedWith(3);

    JsonNode session = sessions().getLast();

    assertThat(session.path("agent").asText()).isEqualTo("command");
    assertThat(session.path("project").asText()).isEqualTo(world.project().toString());
    assertThat(session.path("profiles").toString()).isEqualTo("[\"default\"]");
    assertThat(session.path("tier").asText()).isEqualTo("none");
    assertThat(session.path("options").toString()).isEqualTo("[\"network\",\"quiet\"]");
    assertThat(world.home().resolve(".cache/sandboxed/plans").resolve(plan(session))).isDirectory();
    assertThat(session.path("status").asInt()).isEqualTo(3);
    assertThat(session.path("seconds").isNumber()).isTrue();
    assertThat(session.path("started").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(world.sandboxed("audit"))
        .succeeded()
        .outContains(world.project().toString())
        .errIsEmpty();
  }

  @Test
  void theTableIsInThePersonsTimeAndCanBeOfOneProjectAndShort() throws IOException {
    assertThat(run("true")).succeeded();
    assertThat(run("exit 3")).exitedWith(3);
    String started = sessions().getLast().path("started").asText();
    String inTokyo =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
            .format(Instant.parse(started).atZone(ZoneId.of("Asia/Tokyo")));
    world.set("TZ", "Asia/Tokyo");
    assertThat(world.sandboxed("audit", "--project", "--last", "1").out().lines().skip(1))
        .singleElement()
        .asString()
        .startsWith(inTokyo)
        .contains("  3  ", world.project().toString());
    assertThat(world.sandboxed("audit", "--project", world.otherProject().toString()))
        .succeeded()
        .outIs("no session of this project yet");
    assertThat(world.sandboxed("audit", "--json", "--project", ".", "--last", "9").out().lines())
        .hasSize(2);
    assertThat(world.sandboxed("audit", "--last", "0")).exitedWith(125).errContains("from 1 on");
  }

  @Test
  void givenOptionsAreInItButNotTheirValues() {
    world.set("SANDBOXED_READ", world.otherProject().toString());
    assertThat(
            Launch.quietly(world)
                .with(OFFLINE, "--env", "TOKEN=hidden-value")
                .shell("test $TOKEN = hidden-value && test $1 = hidden-word", "hidden-word"))
        .succeeded();

    assertThat(world.run("cat", trail.resolve("trail.jsonl").toString()))
        .outContains("\"options\":[\"env\",\"network\",\"quiet\",\"read\"]")
        .outLacks("hidden")
        .outLacks(world.otherProject().toString());
  }

  @Test
  void aDeathByASignalIsAnEnd() throws IOException {
    Running session =
        start("trap 'exit 9' TERM; echo ready; while :; do sleep 0.1; done")
            .waitUntilPrints("ready");
    session.terminate();
    assertThat(session.finish()).exitedWith(9);

    assertThat(sessions().getLast().path("status").asInt()).isEqualTo(9);
  }

  @Test
  void aSessionThatWasKilledEndsWithTheNextLaunch() throws IOException {
    Running killed = start("echo ready; sleep 1000").waitUntilPrints("ready");
    Running other = start("echo ready; sleep 1000").waitUntilPrints("ready");
    assertThat(sessions()).allMatch(session -> session.path("running").asBoolean());
    killed.killHard();
    world.sandboxed("audit");
    assertThat(sessions().getFirst().path("running").asBoolean()).isFalse();
    assertThat(sessions().getFirst().has("status")).isFalse();

    assertThat(run("true")).succeeded();

    JsonNode first = sessions().getFirst();
    assertThat(first.path("status").isNull()).isTrue();
    assertThat(first.path("ended").asText()).isNotEmpty();
    assertThat(sessions().get(1).path("running").asBoolean()).isTrue();
    assertThat(sessions().get(1).has("ended")).isFalse();
    assertThat(world.sandboxed("audit", "--verify")).succeeded().outContains("5 lines");
    assertThat(other.pid()).isPositive();
  }

  @Test
  void manySessionsAtOnceLoseNoLine() throws IOException {
    List<Running> sessions = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      sessions.add(start("exit " + i));
    }
    for (int i = 0; i < sessions.size(); i++) {
      assertThat(sessions.get(i).finish()).exitedWith(i);
    }

    assertThat(sessions())
        .extracting(session -> session.path("status").asInt())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(world.sandboxed("audit", "--verify")).succeeded().outContains("24 lines");
    assertThat(world.filesBelow(state.resolve("sessions"))).containsExactly(".");
  }

  @Test
  void aChangedLineIsFound() {
    run("true");
    run("true");
    assertThat(world.sandboxed("audit", "--verify")).succeeded();

    edit("s/\"status\":0/\"status\":1/");

    assertThat(world.sandboxed("audit", "--verify"))
        .exitedWith(125)
        .errContains("trail.jsonl:2:1")
        .errContains("not the one that was written");
  }

  @Test
  void aRemovedLineIsFound() {
    run("true");
    run("true");

    edit("2d");

    assertThat(world.sandboxed("audit", "--verify")).exitedWith(125).errContains("trail.jsonl:1:1");
  }

  @Test
  void aRemovedBeginningIsFound() {
    run("true");
    run("true");

    edit("1,2d");

    assertThat(world.sandboxed("audit", "--verify"))
        .exitedWith(125)
        .errContains("the lines before this one are missing");
  }

  @Test
  void aLongTrailContinuesInAnotherFileAndStaysOne() throws IOException {
    run("true");
    // A thousand lines are enough for one file.
    String lengthen =
        """
        for ((i = 2; i < 1000; i++)); do
          read -r hash _ < <(sha256sum <<<"$last")
          last="{\\"event\\":\\"other\\",\\"previous\\":\\"$hash\\"}"
          printf '%s\\n' "$last"
        done
        """;
    String grow = "last=$(tail -n 1 \"$1\"); { " + lengthen + "} >>\"$1\"";
    assertThat(world.shell(grow, trail.resolve("trail.jsonl").toString())).succeeded();

    assertThat(run("exit 4")).exitedWith(4);

    assertThat(world.filesBelow(trail))
        .containsExactly(".", "./lock", "./trail-000001.jsonl", "./trail.jsonl");
    assertThat(world.sandboxed("audit", "--verify")).succeeded().outContains("1002 lines");
    assertThat(sessions())
        .extracting(session -> session.path("status").asInt())
        .containsExactly(0, 4);
  }

  @Test
  void anInterruptedLineDoesNotHarmLaterOnes() throws IOException {
    run("true");
    // In the middle of a letter.
    String half = "printf '{\"project\":\"caf\\xc3' >>\"$1\"";
    assertThat(world.shell(half, trail.resolve("trail.jsonl").toString())).succeeded();

    assertThat(run("exit 5")).exitedWith(5);

    assertThat(sessions())
        .extracting(session -> session.path("status").asInt())
        .containsExactly(0, 5);
    assertThat(world.sandboxed("audit", "--verify"))
        .succeeded()
        .outContains("the writing of 1 was interrupted");
  }

  @Test
  void ifNothingCanBeWrittenNothingStarts() {
    launchBefore();
    assertThat(world.run("chmod", "a-w", trail.resolve("trail.jsonl").toString())).succeeded();

    refusals
        .refused(OFFLINE)
        .errContains("cannot write " + trail.resolve("trail.jsonl") + ": Permission denied")
        .errContains("XDG_STATE_HOME");
  }

  @Test
  void withoutLocksNothingStarts() {
    world.installScript(
        "flock",
        "[ -e ~/no-locks ] || exec /usr/bin/flock \"$@\"; echo 'flock: No locks available' >&2; exit 1");
    launchBefore();
    assertThat(world.shell("touch ~/no-locks")).succeeded();

    refusals.refused(OFFLINE).errContains("cannot lock").errContains("No locks available");
  }

  /** On a small file system of its own, in a namespace in which the person is the same user. */
  @Test
  void ifTheDiskIsFullNothingStartsAndNothingIsLost() {
    run("true");
    String whole = world.run("cat", trail.resolve("trail.jsonl").toString()).out();
    String small =
        """
        copy=$(mktemp -d) && cp -a "$1"/. "$copy" && mount -t tmpfs -o size=64k,nr_inodes=64 none "$1" && cp -a "$copy"/. "$1"
        rm -rf "$copy"; cat /dev/zero >"$1"/filling 2>/dev/null
        uid=$2 gid=$3; shift 3
        exec unshare --user --map-user="$uid" --map-group="$gid" -- "$@"
        """;
    String show = "\"$@\"; status=$?; cat \"$0\"/trail/trail.jsonl; exit $status";
    Outcome outcome =
        Launch.quietly(world)
            .with(OFFLINE, "--", "touch", Refusals.MARKER)
            .behind("bash", "-c", show, state.toString())
            .behind(
                "bash",
                "-c",
                "exec unshare --user --map-root-user --mount bash -c \"$0\" bash \"$1\" \"$(id -u)\" \"$(id -g)\" \"${@:2}\"",
                small,
                state.toString())
            .outcome();

    assertThat(outcome).exitedWith(125).errContains("No space left on device");
    assertThat(outcome.out()).startsWith(whole);
    assertThat(world.project().resolve(Refusals.MARKER)).doesNotExist();
  }

  @Test
  void stateOfANewerVersionIsLeftAlone() {
    launchBefore();
    assertThat(world.shell("echo 2 >\"$1\"", state.resolve("version").toString())).succeeded();

    refusals.refused(OFFLINE).errContains("newer sandboxed");
    assertThat(world.sandboxed("audit")).exitedWith(125).errContains("newer sandboxed");
  }

  @Test
  void aSandboxCannotReachIt() {
    run("true");
    String read = "cat \"$1\"; echo >>\"$1\"";
    String file = trail.resolve("trail.jsonl").toString();
    assertThat(world.shell("cat \"$1\"", file)).succeeded().outContains("previous");

    assertThat(
            Launch.quietly(world)
                .with(OFFLINE, "--write", world.home().toString())
                .shell(read, file))
        .exitedWith(2)
        .outIs("");
    assertThat(world.sandboxed("audit", "--verify")).succeeded();
  }

  /** So that a refusal has nothing to create. */
  private void launchBefore() {
    assertThat(Launch.of(world, "run").with(OFFLINE).command("touch", Refusals.MARKER)).succeeded();
    assertThat(world.run("rm", Refusals.MARKER)).succeeded();
  }

  private Outcome run(String script) {
    return Launch.quietly(world).with(OFFLINE).shell(script);
  }

  private Running start(String script) {
    return world.startSandboxed("run", "--quiet", OFFLINE, "--", "sh", "-c", script);
  }

  private void edit(String change) {
    assertThat(world.run("sed", "-i", change, trail.resolve("trail.jsonl").toString())).succeeded();
  }

  private static String plan(JsonNode session) {
    return session.path("plan").asText();
  }

  private List<JsonNode> sessions() throws IOException {
    Outcome outcome = world.sandboxed("audit", "--json");
    assertThat(outcome).succeeded();
    List<JsonNode> sessions = new ArrayList<>();
    for (String line : outcome.out().lines().toList()) {
      sessions.add(new ObjectMapper().readTree(line));
    }
    return sessions;
  }
}
