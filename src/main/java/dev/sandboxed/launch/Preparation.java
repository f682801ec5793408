package dev.sandboxed.launch;

import dev.sandboxed.host.ToolDirectories;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.AgentState;
import dev.sandboxed.policy.ConfigurationCopies;
import dev.sandboxed.policy.copy.WorkingCopy;
import dev.sandboxed.policy.traps.Traps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that a launch makes or checks on this machine before the sandbox starts, in this
 * order. {@link Groundwork} carries it out.
 *
 * @param project the project of the sandbox
 * @param directories sandboxed's own, all of which are made
 * @param masked directories of sandboxed's and of the agent's that must be there, empty, for
 *     something to be mounted on them
 * @param instance the directory of the agent's state, if it is kept
 * @param logins the files of the person's login that the sandbox has
 * @param copies the sandbox's own configurations of git, if it has any
 * @param snapshot the snapshot of the project to work on, if any
 * @param required the mount points that must exist already
 * @param writable the places that the sandbox can write, to be recorded
 */
public record Preparation(
    Path project,
    ToolDirectories directories,
    List<Path> masked,
    Optional<Instance> instance,
    List<Login> logins,
    Optional<Copies> copies,
    Optional<Snapshot> snapshot,
    List<RequiredMountPoint> required,
    List<WritablePlace> writable) {

  /**
   * The directory of an agent's state.
   *
   * @param seeds the files that a new one starts with
   * @param places the mount points that are needed in it
   * @param unneeded mount points that an earlier launch may have needed, relative to it
   */
  public record Instance(
      Path directory,
      List<AgentState.Seed> seeds,
      List<InstancePlace> places,
      List<Path> unneeded) {
    public Instance {
      seeds = List.copyOf(seeds);
      places = List.copyOf(places);
      unneeded = List.copyOf(unneeded);
    }
  }

  /**
   * Copies of git's configurations.
   *
   * @param targets by the name of the copy: what is copied, and where the copy is inside
   */
  public record Copies(Path directory, Map<String, Copied> targets) {
    public Copies {
      targets = Map.copyOf(targets);
    }
  }

  /**
   * One copy.
   *
   * @param file what is copied
   * @param inside the path of the copy in the sandbox
   */
  public record Copied(Path file, Path inside) {}

  /**
   * A snapshot of the project.
   *
   * @param traps what programs outside obey and is not there, or is a symlink
   * @param patterns what programs outside obey
   */
  public record Snapshot(Path directory, List<Path> traps, List<Glob> patterns) {
    public Snapshot {
      traps = List.copyOf(traps);
      patterns = List.copyOf(patterns);
    }
  }

  /**
   * A file of the login. Other users of this machine may not read it.
   *
   * @param kept whether sandboxed keeps it
   * @param empty the text that it is made with if it is missing
   */
  public record Login(Path file, boolean kept, Optional<String> empty) {}

  /**
   * A file or directory that the sandbox can write.
   *
   * @param repository whether it is the repository of the project's work tree, named by a pointer
   *     that the sandbox cannot change
   */
  public record WritablePlace(Path path, boolean repository) {}

  public Preparation {
    masked = List.copyOf(masked);
    logins = List.copyOf(logins);
    required = List.copyOf(required);
    writable = List.copyOf(writable);
  }

  /**
   * What a plan needs.
   *
   * @param state the agent's own directory, if it has one
   * @param copies the sandbox's own configurations of git
   * @param made directories that are made where they must be masked: sandboxed's own where no
   *     variable moves them, and the agent's where one does
   * @param repository the repository of the project's work tree, if it lies elsewhere and counts
   *     without approval
   */
  public static Preparation of(
      SandboxPlan plan,
      Optional<AgentState> state,
      Optional<ConfigurationCopies> copies,
      ToolDirectories directories,
      List<Path> made,
      Optional<Path> repository) {
    List<RequiredMountPoint> required = RequiredMountPoint.of(plan);
    return new Preparation(
        plan.project(),
        directories,
        required.stream()
            .filter(point -> made.contains(point.source()) || isOwn(point, state))
            .map(RequiredMountPoint::source)
            .distinct()
            .toList(),
        state.flatMap(agent -> agent.instance().map(instance -> instance(plan, agent, instance))),
        state.stream()
            .flatMap(agent -> agent.credentials().stream())
            .map(login ->
                new Login(
                    login.source(),
                    login.kept(),
                    Optional.of(login.empty()).filter(_ -> login.way() == AgentState.Way.MOUNTED)))
            .toList(),
        copies.map(Preparation::copies),
        plan.workplace().snapshot().map(copy -> snapshot(plan, copy)),
        required,
        writable(plan, directories, repository));
  }

  /** An agent's own directory in a home that is shown as a whole. */
  private static boolean isOwn(RequiredMountPoint point, Optional<AgentState> state) {
    return state.stream()
        .flatMap(agent -> agent.parts().stream())
        .anyMatch(part -> part.inside().equals(point.step().path()));
  }

  private static Instance instance(SandboxPlan plan, AgentState state, Path directory) {
    List<InstancePlace> places =
        state.parts().stream().flatMap(part -> InstancePlace.of(plan, part).stream()).toList();
    List<Path> needed = places.stream().map(InstancePlace::path).toList();
    return new Instance(
        directory,
        state.seeds(),
        places,
        state.personal().stream().filter(place -> !needed.contains(place)).toList());
  }

  private static Snapshot snapshot(SandboxPlan plan, WorkingCopy copy) {
    Traps traps = plan.aftermath().traps();
    return new Snapshot(
        copy.directory(),
        Stream.concat(traps.missing().stream(), traps.links().keySet().stream()).toList(),
        traps.patterns());
  }

  private static Copies copies(ConfigurationCopies copies) {
    Map<String, Copied> targets = new TreeMap<>();
    copies
        .copies()
        .forEach(copy -> targets.put(copy.name(), new Copied(copy.file(), copy.inside())));
    return new Copies(copies.directory(), targets);
  }

  /** Without sandboxed's own directories, which no other launch reads as the person's. */
  private static List<WritablePlace> writable(
      SandboxPlan plan, ToolDirectories directories, Optional<Path> repository) {
    return plan.mounts(MountStep.WritableBind.class).stream()
        .map(MountStep.WritableBind::source)
        .filter(source -> directories.all().stream().noneMatch(source::startsWith))
        .map(source ->
            repository
                .filter(source::startsWith)
                .map(own -> new WritablePlace(own, true))
                .orElse(new WritablePlace(source, false)))
        .distinct()
        .toList();
  }
}
