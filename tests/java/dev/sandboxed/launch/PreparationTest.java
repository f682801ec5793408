package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan needs on this machine before it starts; nothing here exists. */
class PreparationTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final ToolDirectories DIRECTORIES = Machine.withUsr().facts().toolDirectories();
  private static final Path INSIDE = Path.of("/home/ana/.agent");
  private static final Path INSTANCE = DIRECTORIES.state().resolve("instances/1/agent");
  private static final Path SHOP = Path.of("/home/ana/work/shop");

  @Test
  void anInstanceGetsAPlaceOfTheRightKindForWhatIsMountedInIt() {
    MountStep notes = new MountStep.PlanFile("notes", INSIDE.resolve("notes"), RULE);
    MountStep settings = bind("/home/ana/real", INSIDE.resolve("settings"));
    MountStep masked = new MountStep.MaskedDirectory(INSIDE.resolve("deep/hidden"), false, RULE);
    MountStep link = new MountStep.Symlink("there", INSIDE.resolve("link"), RULE);
    MountStep elsewhere = bind("/home/ana/other", Path.of("/home/ana/other"));
    assertThat(of(instance(), notes, settings, masked, link, elsewhere).instance().orElseThrow())
        .isEqualTo(
            new Preparation.Instance(
                INSTANCE,
                List.of(),
                List.of(
                    new InstancePlace(Path.of("notes"), new InstancePlace.Kind.File()),
                    new InstancePlace(
                        Path.of("settings"),
                        new InstancePlace.Kind.Like(Path.of("/home/ana/real"))),
                    new InstancePlace(Path.of("deep/hidden"), new InstancePlace.Kind.Directory())),
                List.of(Path.of("memory"))));
  }

  @Test
  void whatIsMountedInAnotherMountOfTheInstanceNeedsNoPlaceInIt() {
    MountStep commands = bind("/home/ana/commands", INSIDE.resolve("commands"));
    MountStep one = bind("/home/ana/one", INSIDE.resolve("commands/one"));
    Preparation preparation = of(instance(), commands, one);
    assertThat(preparation.instance().orElseThrow().places())
        .extracting(InstancePlace::path)
        .containsExactly(Path.of("commands"));
    assertThat(preparation.required())
        .contains(
            new RequiredMountPoint(
                Path.of("/home/ana/commands/one"), one, INSIDE.resolve("commands")));
  }

  @Test
  void withoutAnInstanceNoneIsMade() {
    assertThat(
            Preparation.of(
                plan(),
                state(Optional.empty()),
                Optional.empty(),
                DIRECTORIES,
                List.of(),
                Optional.empty()))
        .extracting(Preparation::instance)
        .isEqualTo(Optional.empty());
  }

  @Test
  void sandboxedsOwnDirectoriesAreNotRecordedAsWritable() {
    MountStep shop = new MountStep.WritableBind(SHOP, SHOP, RULE);
    assertThat(of(instance(), shop, shop).writable())
        .containsExactly(new Preparation.WritablePlace(SHOP, false));
  }

  @Test
  void aRepositoryThatCountsWithoutApprovalIsRecordedAsOne() {
    Path repository = Path.of("/home/ana/other/.git");
    MountStep objects =
        new MountStep.WritableBind(
            repository.resolve("objects"), repository.resolve("objects"), RULE);
    assertThat(
            Preparation.of(
                    plan(objects),
                    Optional.empty(),
                    Optional.empty(),
                    DIRECTORIES,
                    List.of(),
                    Optional.of(repository))
                .writable())
        .containsExactly(new Preparation.WritablePlace(repository, true));
    assertThat(of(Optional.empty(), objects).writable())
        .containsExactly(new Preparation.WritablePlace(repository.resolve("objects"), false));
  }

  @Test
  void whatMustBeMaskedWhereNoVariableMovesItIsMade() {
    Path config = Path.of("/home/ana/.config");
    Path own = config.resolve("sandboxed");
    MountStep granted = new MountStep.WritableBind(config, config, RULE);
    MountStep mask = new MountStep.MaskedDirectory(own, false, RULE);
    List<Path> unmoved = List.of(own, Path.of("/home/ana/.cache/sandboxed"));
    assertThat(
            Preparation.of(
                    plan(granted, mask),
                    Optional.empty(),
                    Optional.empty(),
                    DIRECTORIES,
                    unmoved,
                    Optional.empty())
                .masked())
        .containsExactly(own);
  }

  private static MountStep bind(String source, Path path) {
    return new MountStep.ReadOnlyBind(Path.of(source), path, RULE);
  }

  private static Preparation of(Optional<AgentState> state, MountStep... steps) {
    return Preparation.of(
        plan(steps), state, Optional.empty(), DIRECTORIES, List.of(), Optional.empty());
  }

  private static SandboxPlan plan(MountStep... steps) {
    List<MountStep> all = new ArrayList<>();
    all.add(new MountStep.Tmpfs(Path.of("/home/ana"), 0700, RULE));
    all.add(new MountStep.WritableBind(INSTANCE, INSIDE, RULE));
    all.addAll(List.of(steps));
    return new Plans().mounts(all).built();
  }

  private static Optional<AgentState> instance() {
    return state(Optional.of(INSTANCE));
  }

  private static Optional<AgentState> state(Optional<Path> instance) {
    return Optional.of(
        new AgentState(
            INSIDE,
            instance,
            List.of(),
            List.of(Path.of("settings"), Path.of("memory")),
            List.of(),
            RULE));
  }
}
