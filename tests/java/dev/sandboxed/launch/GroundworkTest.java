package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a launch makes and checks on this machine. */
class GroundworkTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final Path INSIDE = Path.of("/inside");

  private static final Path AGENT = Path.of("/home/ana/.agent");

  @TempDir Path top = Path.of("");

  private Path source = Path.of("");

  private Path state = Path.of("");

  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void files() {
    source = Disk.directory(top.resolve("source"));
    state = top.resolve("state");
    Disk.file(source.resolve("there/file"), "x");
    Disk.link(source.resolve("link"), "there");
  }

  @Test
  void somethingCanBeMountedOnWhatExists() {
    assertThatCode(() -> check(bind(), masked("there/file"), masked("there")))
        .doesNotThrowAnyException();
  }

  @Test
  void everyMissingMountPointAndEverySymlinkIsReportedWithItsRule() {
    assertThat(
            Refusals.textsOf(() -> check(bind(), masked("gone"), masked("link"), masked("there"))))
        .containsExactly(
            "nothing can be mounted at /inside/gone, which is missing in /inside (the rule)\n"
                + "  make it first: sandboxed creates nothing in directories it binds",
            "nothing can be mounted at /inside/link, which is a symlink in /inside (the rule)\n"
                + "  name the place that the symlink leads to");
  }

  @Test
  void whereAFileOfThePlanHasNoPlaceTheGrantIsTooWide() {
    MountStep notes = new MountStep.PlanFile("notes", INSIDE.resolve("gone"), RULE);
    assertThat(Refusals.textsOf(() -> check(bind(), notes)))
        .containsExactly(
            "nothing can be mounted at /inside/gone, which is missing in /inside (the rule)\n"
                + "  grant only the parts of /inside that are needed");
  }

  @Test
  void readOnlyBindsAndAnchorsAreCheckedToo() {
    assertThat(
            Refusals.codesOf(
                () -> check(new MountStep.ReadOnlyBind(source, INSIDE, RULE), masked("gone"))))
        .containsExactly("launch.no-mount-point");
    assertThat(
            Refusals.codesOf(() ->
                check(
                    bind(),
                    new MountStep.Anchor(source.resolve("there"), INSIDE.resolve("there"), RULE),
                    masked("there/gone"))))
        .containsExactly("launch.no-mount-point");
  }

  @Test
  void inADirectoryInMemoryMountPointsAreMade() {
    assertThatCode(() ->
            check(
                new MountStep.Tmpfs(INSIDE, 0700, RULE),
                new MountStep.ReadOnlyBind(source, INSIDE.resolve("a/b"), RULE)))
        .doesNotThrowAnyException();
  }

  @Test
  void theNearestMountAboveCounts() {
    assertThatCode(() ->
            check(
                bind(),
                new MountStep.Tmpfs(INSIDE.resolve("there"), 0700, RULE),
                masked("there/gone")))
        .doesNotThrowAnyException();
  }

  @Test
  void everythingThatThePlanMountsInAnInstanceHasAPlaceThere() {
    Path instance = state.resolve("instances/shared/agent");
    Path file = Disk.file(top.resolve("file"), "x");
    Path directory = Disk.directory(top.resolve("directory"));
    lay(
        agent(instance),
        new MountStep.Tmpfs(Path.of("/home/ana"), 0700, RULE),
        new MountStep.WritableBind(instance, AGENT, RULE),
        new MountStep.ReadOnlyBind(directory, AGENT.resolve("commands"), RULE),
        new MountStep.MaskedDirectory(AGENT.resolve("deep/hidden"), false, RULE),
        new MountStep.MaskedFile(AGENT.resolve("deep/secret"), false, RULE),
        new MountStep.PlanFile("notes", AGENT.resolve("notes"), RULE),
        new MountStep.ReadOnlyBind(file, AGENT.resolve("settings"), RULE));
    assertThat(instance.resolve("commands")).isEmptyDirectory();
    assertThat(instance.resolve("deep/hidden")).isEmptyDirectory();
    assertThat(instance.resolve("deep/secret")).isEmptyFile();
    assertThat(instance.resolve("notes")).isEmptyFile();
    assertThat(instance.resolve("settings")).isEmptyFile();
    assertThat(instance.toFile().list())
        .containsExactlyInAnyOrder("commands", "deep", "notes", "settings");
  }

  @Test
  void aPlaceForSettingsThatAreGoneIsRemoved() {
    Path instance = Disk.directory(state.resolve("instances/shared/agent"));
    Disk.file(instance.resolve("settings"), "");
    Disk.file(instance.resolve("memory"), "");
    Disk.file(instance.resolve("login"), "");
    lay(
        agent(instance),
        new MountStep.WritableBind(instance, AGENT, RULE),
        new MountStep.ReadOnlyBind(
            Disk.file(top.resolve("file"), "x"), AGENT.resolve("memory"), RULE));
    assertThat(instance.toFile().list()).containsExactlyInAnyOrder("memory", "login");
  }

  @Test
  void aLoginThatIsKeptHereIsMadeAndOneThatOthersCouldReadIsClosed() {
    Path kept = state.resolve("logins/agent/login.json");
    Path open = Disk.program(top.resolve("login.json"), "{}");
    lay(agent(Optional.empty(), login(kept, true), login(open, false)));
    assertThat(kept).hasContent("{}\n");
    assertThat(Disk.mode(open)).isEqualTo("rw-------");
    assertThat(said)
        .containsExactly("others could read the login " + open + "; it is now private (mode 600)");
  }

  @Test
  void theWritablePlacesAreRecordedForTheProject() {
    lay(Optional.empty(), bind());
    assertThat(new WritablePlaces(ThisMachine.INQUIRY, state).all())
        .containsExactly(new WritablePlaces.Place(Path.of("/home/ana/work/shop"), source, false));
  }

  @Test
  void nothingIsRecordedWhereALaunchIsRefused() {
    assertThat(Refusals.codesOf(() -> check(bind(), masked("gone"))))
        .containsExactly("launch.no-mount-point");
    assertThat(new WritablePlaces(ThisMachine.INQUIRY, state).all()).isEmpty();
  }

  private static Optional<AgentState> agent(Path instance) {
    return agent(Optional.of(instance));
  }

  private static Optional<AgentState> agent(
      Optional<Path> instance, AgentState.Credential... logins) {
    return Optional.of(
        new AgentState(
            AGENT,
            instance,
            List.of(logins),
            List.of(Path.of("settings"), Path.of("memory")),
            List.of(),
            RULE));
  }

  private static AgentState.Credential login(Path file, boolean kept) {
    return new AgentState.Credential(file, "login.json", true, kept, RULE);
  }

  private MountStep bind() {
    return new MountStep.WritableBind(source, INSIDE, RULE);
  }

  private static MountStep masked(String path) {
    return new MountStep.MaskedFile(INSIDE.resolve(path), false, RULE);
  }

  private void check(MountStep... steps) {
    lay(Optional.empty(), steps);
  }

  private void lay(Optional<AgentState> agent, MountStep... steps) {
    ToolDirectories directories =
        new ToolDirectories(
            top.resolve("config"), state, top.resolve("cache"), top.resolve("data"));
    Groundwork.lay(
        ThisMachine.INQUIRY,
        Preparation.of(
            new Plans().mounts(steps).built(),
            agent,
            Optional.empty(),
            directories,
            List.of(),
            Optional.empty()),
        said::add);
  }
}
