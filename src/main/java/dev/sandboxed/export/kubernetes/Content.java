package dev.sandboxed.export.kubernetes;

import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A plan's mounts, sorted by what becomes of them in a pod.
 *
 * @param image what the image has in their place: this machine's programs and their configuration
 * @param memory directories that start empty, in memory
 * @param state the agent's directories, which last as long as the pod
 * @param lost what a pod has not, by the name of the loss
 */
record Content(
    List<Path> image,
    List<MountStep.Tmpfs> memory,
    List<Path> state,
    Map<String, List<MountStep>> lost) {

  static final String FILES = "files";
  static final String LOGIN = "login";
  static final String MASKED = "masked";
  static final String PROTECTED = "protected";
  static final String SOCKETS = "sockets";
  static final String DEVICES = "devices";

  /** Where launches put an agent that sandboxed has fetched. */
  private static final Path FETCHED = Path.of("/opt/sandboxed/agents");

  static Content of(SandboxPlan plan) {
    Sorting sorting = new Sorting(plan);
    plan.mounts().forEach(sorting::add);
    return new Content(
        List.copyOf(sorting.image),
        List.copyOf(sorting.memory),
        List.copyOf(sorting.state),
        sorting.lost);
  }

  private static final class Sorting {

    private final Path project;
    private final List<Path> image = new ArrayList<>();
    private final List<MountStep.Tmpfs> memory = new ArrayList<>();
    private final List<Path> state = new ArrayList<>();
    private final Map<String, List<MountStep>> lost = new TreeMap<>();

    Sorting(SandboxPlan plan) {
      project = plan.project();
    }

    void add(MountStep step) {
      switch (step) {
        case MountStep.Tmpfs tmpfs -> memory.add(tmpfs);
        case MountStep.WritableBind bind -> writable(bind);
        case MountStep.ReadOnlyBind bind -> fixed(bind);
        case MountStep.MaskedFile file -> masked(file);
        case MountStep.MaskedDirectory directory -> masked(directory);
        case MountStep.PartlyMasked file -> lose(isInProject(file) ? MASKED : FILES, file);
        // A repository's configuration, which programs outside obey.
        case MountStep.OwnCopy copy -> lose(PROTECTED, copy);
        case MountStep.Socket socket -> lose(SOCKETS, socket);
        case MountStep.Device device -> lose(DEVICES, device);
        case MountStep.Symlink link -> fixed(link);
        // The first keeps in place what is lost anyway. An empty root directory is the image's, and
        // who is who in it, too. The rest every runtime makes.
        case MountStep.Anchor _,
            MountStep.SealedDirectory _,
            MountStep.PlanFile _,
            MountStep.Proc _,
            MountStep.Dev _ -> {}
      }
    }

    private void writable(MountStep.WritableBind bind) {
      if (bind.path().equals(project)) {
        return;
      }
      if (state.stream().anyMatch(bind.path()::startsWith)) {
        lose(LOGIN, bind);
      } else if (isOfAgent(bind)) {
        state.add(bind.path());
      } else if (!isSandboxeds(bind) || bind.source().equals(bind.path())) {
        // The latter is what only this machine has, such as the repository of a linked work tree.
        lose(FILES, bind);
      }
    }

    private void fixed(MountStep step) {
      if (isInProject(step)) {
        lose(PROTECTED, step);
      } else if (isSandboxeds(step) || step.path().startsWith(FETCHED)) {
        image.add(step.path());
      } else {
        lose(FILES, step);
      }
    }

    private void masked(MountStep step) {
      // Elsewhere it is in something of this machine that is not in a pod either.
      if (isInProject(step)) {
        lose(MASKED, step);
      }
    }

    private boolean isInProject(MountStep step) {
      return step.path().startsWith(project);
    }

    private void lose(String name, MountStep step) {
      lost.computeIfAbsent(name, _ -> new ArrayList<>()).add(step);
    }

    /** Nobody asked for it: it is what any program needs. */
    private static boolean isSandboxeds(MountStep step) {
      return switch (step.origin()) {
        case Origin.BuiltIn _, Origin.Host _ -> true;
        case Origin.Line _,
            Origin.CommandLine _,
            Origin.Variable _,
            Origin.DevShell _,
            Origin.Closure _ ->
            false;
      };
    }

    /**
     * One of its own directories, which sandboxed keeps elsewhere; what is there itself is a grant.
     */
    private static boolean isOfAgent(MountStep.WritableBind bind) {
      return bind.origin() instanceof Origin.Line line
          && line.layer().startsWith("agent ")
          && !bind.source().equals(bind.path());
    }
  }

  /** The steps of a loss. */
  Stream<MountStep> lost(String name) {
    return lost.getOrDefault(name, List.of()).stream();
  }
}
