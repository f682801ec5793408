package dev.sandboxed.planning;

import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.launch.LaunchTools;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A finished plan and what is needed to launch it.
 *
 * @param state the agent's own directory, which a launch creates if it is missing
 * @param repository the repository of the project's work tree, if it lies elsewhere and counts
 *     without approval
 * @param noRepository why git finds no repository inside although there is one outside
 */
public record PreparedLaunch(
    SandboxPlan plan,
    LaunchTools tools,
    ToolDirectories directories,
    Optional<AgentState> state,
    Optional<Path> repository,
    List<String> noRepository) {

  public PreparedLaunch {
    noRepository = List.copyOf(noRepository);
  }

  /** The places on the host that the sandbox can write, except sandboxed's own. */
  public List<WritablePlaces.Place> writablePlaces() {
    Path project = plan.project();
    return plan.mounts(MountStep.WritableBind.class).stream()
        .map(MountStep.WritableBind::source)
        .filter(source -> directories.all().stream().noneMatch(source::startsWith))
        .map(source ->
            repository
                .filter(source::startsWith)
                .map(own -> new WritablePlaces.Place(project, own, true))
                .orElse(new WritablePlaces.Place(project, source, false)))
        .distinct()
        .toList();
  }
}
