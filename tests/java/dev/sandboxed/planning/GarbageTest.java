package dev.sandboxed.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.agent.NpmAgents;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.TextsOnDisk;
import dev.sandboxed.state.Instances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be removed, and what stays although its project is not there. */
class GarbageTest {

  private static final String PINNED =
      """
      command = ["pinned"]
      [install]
      npm = "@some/pinned-{arch}"
      version = "2.0.0"
      program = "node_modules/@some/pinned-{arch}/pinned"
      """;

  @TempDir Path temporary = Path.of("");

  private Path projects = Path.of("");
  private Path state = Path.of("");

  @BeforeEach
  void directories() {
    projects = Disk.directory(temporary.resolve("projects"));
    state = temporary.resolve("state");
    // An empty directory could be where a disk is mounted.
    Disk.directory(projects.resolve("another"));
  }

  @Test
  void whereNothingWasKeptThereIsNothing() {
    assertThat(garbage().pieces()).isEmpty();
    assertThat(garbage().kept()).isEmpty();
  }

  @Test
  void theStateOfAProjectThatIsGoneIsGarbageAndThatOfAnotherIsNot() {
    keep(Disk.directory(projects.resolve("there")));
    Path gone = keep(projects.resolve("gone"));
    assertThat(garbage().kept()).isEmpty();
    assertThat(garbage().pieces())
        .singleElement()
        .satisfies(piece -> {
          assertThat(piece.path()).isEqualTo(gone);
          assertThat(piece.what()).isEqualTo("the agents' state for " + projects.resolve("gone"));
          assertThat(piece.bytes()).isPositive();
        });
  }

  @Test
  void aProjectThatMayBeOnADiskThatIsNotMountedIsKept() {
    Path disk = Disk.directory(projects.resolve("disk"));
    Path kept = keep(disk.resolve("shop"));
    assertThat(garbage().pieces()).isEmpty();
    assertThat(garbage().kept())
        .containsExactly(
            new Garbage.Kept(kept, disk.resolve("shop") + " may be on a disk that is not mounted"));
  }

  /** By its first line in the trail: a session that is over, and one of a project that is gone. */
  @Test
  void theConnectionsOfAProjectThatIsGoneAreGarbageAndASocketThatWasLeftIsAlways() {
    Path network = Disk.directory(state.resolve("network"));
    Path there = Disk.directory(projects.resolve("there"));
    Path gone = projects.resolve("gone");
    String line = "{\"event\":\"start\",\"session\":\"%s\",\"project\":\"%s\"}\n";
    Disk.file(
        Disk.directory(state.resolve("trail")).resolve("trail.jsonl"),
        line.formatted("1-1", there) + line.formatted("2-2", gone));
    for (String name :
        new String[] {"1-1.jsonl", "1-1.admin", "2-2.denied.jsonl", "2-2.admin", "3-3.admin"}) {
      Disk.file(network.resolve(name), "");
    }

    assertThat(garbage().pieces())
        .extracting(piece -> String.valueOf(piece.path().getFileName()))
        .containsExactlyInAnyOrder("1-1.admin", "2-2.denied.jsonl", "2-2.admin");
  }

  @Test
  void whatDoesNotSayWhoseItIsIsKept() {
    Path unknown = Disk.directory(state.resolve("instances/0123456789abcdef"));
    assertThat(garbage().pieces()).isEmpty();
    assertThat(garbage().kept())
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.directory()).isEqualTo(unknown);
          assertThat(kept.why()).startsWith("it does not say which project it belongs to");
        });
  }

  @Test
  void whatARunningSessionUsesIsKept() throws IOException {
    Path gone = projects.resolve("gone");
    Path kept = keep(gone);
    plan("used", gone);
    Path unused = plan("unused", gone);
    Disk.file(
        state.resolve("sessions/one"),
        "%s\n{\"project\":\"%s\",\"agent\":\"agent\",\"plan\":\"used\"}\n"
            .formatted(thisProcess(), gone));
    assertThat(garbage().kept())
        .containsExactly(new Garbage.Kept(kept, "a session of " + gone + " is running"));
    assertThat(garbage().pieces()).extracting(Garbage.Piece::path).containsExactly(unused);
  }

  @Test
  void anAgentInAnOlderVersionThanItsDefinitionIsGarbageUnlessASessionRunsIt() throws IOException {
    Disk.file(temporary.resolve("profiles/agents/pinned.toml"), PINNED);
    Path old = fetched("pinned", "1.0.0");
    fetched("pinned", "2.0.0");
    Path begun = fetched("pinned", "3.0.0");
    Files.move(begun, Leftovers.unfinished(begun));
    fetched("unknown", "1.0.0");
    assertThat(garbage().pieces())
        .singleElement()
        .satisfies(piece -> {
          assertThat(piece.path()).isEqualTo(old);
          assertThat(piece.what()).isEqualTo("pinned 1.0.0, in place of which 2.0.0 is used");
        });

    Disk.file(
        state.resolve("sessions/one"),
        "%s\n{\"project\":\"/p\",\"agent\":\"pinned\",\"plan\":\"used\"}\n"
            .formatted(thisProcess()));
    assertThat(garbage().pieces()).isEmpty();
  }

  @Test
  void aVersionThatAPersonChoseAfterTheLookStays() throws IOException {
    Disk.file(temporary.resolve("profiles/agents/pinned.toml"), PINNED);
    Path old = fetched("pinned", "1.0.0");
    fetched("pinned", "2.0.0");
    Disk.file(old.resolve(NpmAgents.here("node_modules/@some/pinned-{arch}/pinned")), "x");
    Garbage garbage = garbage();
    Path choice = Disk.file(old.resolveSibling(".chosen"), "1.0.0 2.0.0\n");
    assertThat(garbage.remove(garbage.pieces().getFirst())).isFalse();
    assertThat(old).exists();

    Files.delete(choice);
    assertThat(garbage.remove(garbage.pieces().getFirst())).isTrue();
    assertThat(old.resolveSibling("")).isDirectoryNotContaining("glob:**/{1.0.0,.unf*}");
  }

  /** A launch that was killed while it fetched an agent leaves hundreds of megabytes. */
  @Test
  void whatAKilledProcessLeftUnfinishedIsGarbageUnlessAnAgentMadeIt() {
    // The kernel's PID_MAX_LIMIT is 2^22: no process has this number.
    String unfinished = ".unfinished-" + ((1L << 22) + 1) + "-1-x";
    Path fetched = Disk.directory(temporary.resolve("data/agents/pinned").resolve(unfinished));
    Path index = Disk.directory(temporary.resolve("cache/warm").resolve(unfinished));
    Path note = Disk.file(state.resolve(unfinished), "x");
    Path instance = keep(Disk.directory(projects.resolve("there")));
    Disk.directory(instance.resolve("agent").resolve(unfinished));
    Path gone = keep(projects.resolve("gone"));
    Disk.directory(gone.resolve(unfinished));
    Disk.directory(Leftovers.unfinished(fetched.resolveSibling("1.0.0")));
    assertThat(garbage().pieces())
        .extracting(Garbage.Piece::path)
        .containsExactlyInAnyOrder(fetched, index, note, gone);
  }

  private Path fetched(String agent, String version) {
    Path directory = temporary.resolve("data/agents").resolve(agent).resolve(version);
    Disk.file(directory.resolve("program"), "x");
    return directory;
  }

  /** As the launcher writes it: the process, when it started, and in which boot. */
  private static String thisProcess() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    return ProcessHandle.current().pid() + " " + fields[19] + " " + boot;
  }

  private Path keep(Path project) {
    Instances instances = new Instances(state);
    Path instance = instances.ofProject(project, "agent");
    instances.prepare(instance, project, List.of());
    return instance.resolveSibling("");
  }

  private Path plan(String name, Path project) {
    Path directory = temporary.resolve("cache/plans").resolve(name);
    Disk.file(directory.resolve("plan.json"), "{\"project\":\"" + project + "\"}");
    return directory;
  }

  private Garbage garbage() {
    return Garbage.in(
        ThisMachine.INQUIRY,
        new ToolDirectories(
            temporary.resolve("config"),
            state,
            temporary.resolve("cache"),
            temporary.resolve("data")),
        new ProfileLibrary(
            List.of(new ProfileDirectory("built in", temporary.resolve("profiles").toString())),
            new TextsOnDisk()));
  }
}
