package dev.sandboxed.plan;

import static dev.sandboxed.profile.Access.DENY;
import static dev.sandboxed.profile.Access.READ;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.Policies;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a plan shows the program that it starts, and what that program is told. */
class PlannedProgramsTest {

  private static final Origin TEST = new Origin.BuiltIn("test");

  private final Policies policy = new Policies();
  private AgentCommand command = new AgentCommand(List.of("/usr/bin/agent"), List.of(), List.of());
  private StoreMounts store = StoreMounts.NONE;

  @Test
  void theProgramsOwnFilesAreMountedUnlessTheyAreVisible() {
    policy.directory(READ, "/opt/tools");
    command =
        new AgentCommand(
            List.of("/opt/tools/agent"),
            List.of(own("/opt/tools", "/opt/tools"), own("/data/x", "/opt/x")),
            List.of());
    assertThat(stepsBelow("/opt"))
        .containsExactly("ReadOnlyBind /opt/tools", "ReadOnlyBind /opt/x");
    assertThat(plan().command()).containsExactly("/opt/tools/agent");
  }

  @Test
  void theProgramsOwnFileIsShownWhereAnotherWouldBe() {
    policy.directory(READ, "/opt/x", "/data/old");
    command =
        new AgentCommand(List.of("/opt/x/a"), List.of(own("/data/new/a", "/opt/x/a")), List.of());
    assertThat(stepsBelow("/opt")).containsExactly("ReadOnlyBind /opt/x", "ReadOnlyBind /opt/x/a");
  }

  @Test
  void theInterpretersDirectoryComesBeforeThisMachinesProgramsOnPath() {
    policy.set("PATH", "/nix/store/a/bin:/usr/local/bin:/usr/bin").set("OTHER", "x");
    command = new AgentCommand(List.of("/a"), List.of(), List.of("/usr/bin", "/opt/node/bin"));
    assertThat(plan().environment().variables())
        .containsExactly(
            new Variable.Set(
                "PATH", "/nix/store/a/bin:/opt/node/bin:/usr/local/bin:/usr/bin", TEST),
            new Variable.Set("OTHER", "x", TEST));
  }

  @Test
  void theLinksOnTheWayToAProgramAreMadeUnlessTheyAreVisible() {
    policy.directory(READ, "/opt/shown").directory(DENY, "/home/ana/masked");
    command =
        called(
            "/opt/shown/tool",
            new AgentCommand.Link(Path.of("/opt/shown/tool"), "../tools/a"),
            new AgentCommand.Link(Path.of("/home/ana/bin/a"), "../masked/a"),
            new AgentCommand.Link(Path.of("/home/ana/masked/a"), "/opt/tools/a"));
    assertThat(plan().mounts(MountStep.Symlink.class))
        .extracting(link -> link.path() + " -> " + link.target())
        .filteredOn(link -> !link.startsWith("/var/"))
        .containsExactly("/home/ana/bin/a -> ../masked/a", "/home/ana/masked/a -> /opt/tools/a");
    assertThat(plan().mounts(MountStep.MaskedDirectory.class))
        .extracting(MountStep.MaskedDirectory::traversable)
        .containsExactly(true);
  }

  @Test
  void whereALinkCannotBeMadeTheProgramItselfHasItsName() {
    // The home is a directory inside, and elsewhere a link leads to it.
    command =
        called(
            "/home/ana/bin/a",
            new AgentCommand.Link(Path.of("/home"), "/opt/homes"),
            new AgentCommand.Link(Path.of("/opt/homes/ana/bin/a"), "/opt/tools/a"));
    assertThat(plan().mounts(MountStep.Symlink.class))
        .extracting(MountStep.Symlink::path)
        .containsExactly(Path.of("/var/lock"), Path.of("/var/run"));
    assertThat(plan().mounts(MountStep.ReadOnlyBind.class))
        .extracting(bind -> bind.path() + " from " + bind.source())
        .contains("/home/ana/bin/a from /opt/tools/a");
  }

  @Test
  void aProgramWhoseFileIsNotInsideIsNotStarted() {
    command =
        new AgentCommand(
            List.of("/home/ana/work/shop/a"),
            List.of(),
            List.of(
                new AgentCommand.Way(
                    Path.of("/home/ana/work/shop/a"), Path.of("/secret/a"), List.of(), TEST)),
            List.of());
    assertThat(Refusals.codesOf(this::plan)).containsExactly("agent.not-inside");
  }

  private static AgentCommand called(String path, AgentCommand.Link... links) {
    return new AgentCommand(
        List.of(path),
        List.of(own("/opt/tools/a", "/opt/tools/a")),
        List.of(new AgentCommand.Way(Path.of(path), Path.of("/opt/tools/a"), List.of(links), TEST)),
        List.of());
  }

  @Test
  void whatRunsADevShellsHookIsAtAPlaceThatNoGrantCovers() {
    policy.hook("echo hi", "eval 'echo hi'\n").file(DENY, "/SANDBOX.bash");
    assertThat(stepsBelow("/SANDBOX.bash")).containsExactly("PlanFile /SANDBOX.bash");
    assertThat(plan().files()).containsEntry("SANDBOX.bash", "eval 'echo hi'\n");
    assertThat(plan().environment().hook().map(hook -> hook.text().value())).contains("echo hi");
  }

  @Test
  void withoutAHookThereIsNothingOfIt() {
    assertThat(stepsBelow("/SANDBOX.bash")).isEmpty();
    assertThat(plan().files()).doesNotContainKey("SANDBOX.bash");
    assertThat(plan().environment().hook()).isEmpty();
  }

  @Test
  void bashRunsTheHookAndIsReplacedByTheCommandWhoseWordsStayWords() {
    command =
        new AgentCommand(List.of("/usr/bin/agent", "a b"), List.of(), List.of("/opt/node/bin"));
    AgentCommand after = command.after(Path.of("/bin/bash"));
    assertThat(after.words())
        .startsWith("/bin/bash", "--noprofile", "--norc", "-c")
        .endsWith("bash", "/usr/bin/agent", "a b");
    assertThat(after.words().get(4)).contains("source /SANDBOX.bash", "exec -- ");
    assertThat(after.path()).containsExactly("/opt/node/bin");
  }

  private static AgentCommand.OwnFile own(String source, String path) {
    return new AgentCommand.OwnFile(Path.of(source), Path.of(path), TEST);
  }

  private List<String> stepsBelow(String path) {
    return plan().mounts().stream()
        .filter(step -> step.path().startsWith(path))
        .map(PlannedProgramsTest::text)
        .toList();
  }

  private static String text(MountStep step) {
    return step.getClass().getSimpleName() + " " + step.path();
  }

  private SandboxPlan plan() {
    return Planner.plan(policy.built(), command, store);
  }
}
