package dev.sandboxed.bwrap;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.isolation.BwrapOptions;
import dev.sandboxed.plan.Isolation;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as the arguments of bubblewrap. */
public final class BwrapArguments {

  /** The launcher opens the plan's arguments here. */
  public static final int ARGUMENTS_FD = 3;

  /**
   * The launcher writes the variables that are passed through here, as {@code --setenv} arguments.
   */
  public static final int VARIABLES_FD = 4;

  /** The launcher opens the system call filter here. */
  public static final int SECCOMP_FD = 5;

  /**
   * The name in the plan directory of the empty file that nobody may read, which masks other files.
   */
  public static final String MASK = "masked";

  /** The name of the empty file that masks others where they may be read as empty. */
  static final String EMPTY = "empty";

  // bubblewrap.c, MAX_ARGS: all arguments together, including those read from descriptors.
  private static final int MOST_ARGUMENTS = 9000;

  // What the launcher adds: --args twice, the variables passed through, the agent's own arguments.
  private static final int RESERVED_ARGUMENTS = 1000;

  private final List<String> arguments = new ArrayList<>();
  private final Path planDirectory;
  private final Optional<Long> size;

  private BwrapArguments(Path planDirectory, Optional<Long> size) {
    this.planDirectory = planDirectory;
    this.size = size;
  }

  /**
   * The arguments that {@code bwrap --args} reads, without the command.
   *
   * @param planDirectory where the plan's own files will be
   * @throws UserFailure if there are more than bubblewrap takes
   */
  public static List<String> of(SandboxPlan plan, Path planDirectory) {
    return of(plan, planDirectory, List.of());
  }

  /**
   * The same, with fewer mounts.
   *
   * @param gathered what is mounted together
   */
  static List<String> of(SandboxPlan plan, Path planDirectory, List<Gathered> gathered) {
    BwrapArguments bwrap =
        new BwrapArguments(
            planDirectory,
            plan.isolation().limits().asked().tmpSize().map(limit -> limit.value().bytes()));
    bwrap.isolation(plan);
    bwrap.mounts(plan, gathered);
    plan.isolation().kernelPaths().forEach(bwrap::cover);
    bwrap.sealed(plan);
    bwrap.environment(plan);
    bwrap.add("--chdir", plan.workplace().workingDirectory().toString());
    if (bwrap.arguments.size() > MOST_ARGUMENTS - RESERVED_ARGUMENTS) {
      throw new UserFailure(
          Problem.of(
              "bwrap.too-many-arguments",
              "the plan needs "
                  + bwrap.arguments.size()
                  + " arguments for bubblewrap, which takes "
                  + MOST_ARGUMENTS,
              "it mounts " + plan.mounts().size() + " paths, " + most(plan)));
    }
    return List.copyOf(bwrap.arguments);
  }

  /** The directory with most of the mounts, and what to do about it. */
  private static String most(SandboxPlan plan) {
    Map<Path, List<MountStep>> byDirectory =
        plan.mounts().stream()
            .collect(Collectors.groupingBy(step -> step.path().resolveSibling("")));
    List<MountStep> most =
        byDirectory.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    MountStep first = most.getFirst();
    return most.size()
        + " of them in "
        + first.path().resolveSibling("")
        + ", the first of these "
        + first.path()
        + " ("
        + first.origin().describe()
        + "): remove what is not needed there, or use a smaller dev shell, fewer packages or patterns that match less";
  }

  private void isolation(SandboxPlan plan) {
    Isolation isolation = plan.isolation();
    arguments.addAll(
        new BwrapOptions(
                isolation.namespaces().stream().map(Located::value).toList(),
                isolation.nestedUserNamespaces().value(),
                Optional.of(
                    new BwrapOptions.Self(
                        plan.identity().uid(), plan.identity().gid(), plan.workplace().hostName())),
                isolation.capabilities().value())
            .words());
    add("--seccomp", Integer.toString(SECCOMP_FD));
  }

  /** What is gathered comes at the place of its first mount. */
  private void mounts(SandboxPlan plan, List<Gathered> gathered) {
    Map<Path, Integer> numbers = new HashMap<>();
    for (int number = 0; number < gathered.size(); number++) {
      numbers.put(gathered.get(number).directory(), number);
    }
    Set<Path> begun = new HashSet<>();
    for (MountStep step : plan.mounts()) {
      Path directory = step.path().resolveSibling("");
      Integer number = numbers.get(directory);
      if (number == null) {
        mount(step);
      } else if (begun.add(directory)) {
        Path place = planDirectory.resolve(Gathered.list(number)).resolveSibling("");
        add("--ro-bind", place.toString(), directory.toString());
      }
    }
  }

  private void mount(MountStep step) {
    String path = step.path().toString();
    switch (step) {
      case MountStep.ReadOnlyBind bind -> add("--ro-bind", bind.source().toString(), path);
      case MountStep.WritableBind bind -> add("--bind", bind.source().toString(), path);
      case MountStep.Anchor anchor -> add("--bind", anchor.source().toString(), path);
      case MountStep.MaskedFile file ->
          add("--ro-bind", planDirectory.resolve(file.empty() ? EMPTY : MASK).toString(), path);
      case MountStep.MaskedDirectory directory ->
          add("--perms", directory.traversable() ? "0111" : "0000", "--tmpfs", path);
      case MountStep.Tmpfs tmpfs -> memory(String.format("%04o", tmpfs.mode()), path);
      case MountStep.SealedDirectory directory -> add("--perms", "0700", "--tmpfs", path);
      case MountStep.PlanFile file ->
          add("--ro-bind", planDirectory.resolve("etc").resolve(file.name()).toString(), path);
      case MountStep.PartlyMasked file ->
          add("--ro-bind", planDirectory.resolve("etc").resolve(file.name()).toString(), path);
      case MountStep.Symlink link -> add("--symlink", link.target(), path);
      // Already there, see BwrapDriver.
      case MountStep.OwnCopy copy -> {}
      case MountStep.Proc proc -> add("--proc", path);
      case MountStep.Dev dev -> dev(path);
      // To connect, nobody needs to write there.
      case MountStep.Socket socket -> add("--ro-bind", socket.source().toString(), path);
      case MountStep.Device device -> add("--dev-bind", device.source().toString(), path);
    }
  }

  private void memory(String mode, String path) {
    size.ifPresent(bytes -> add("--size", Long.toString(bytes)));
    add("--perms", mode, "--tmpfs", path);
  }

  /**
   * Bubblewrap makes a directory in memory for devices, of any size. Where sizes are limited,
   * shared memory has one of its own, and nothing else in there takes anything.
   */
  private void dev(String path) {
    add("--dev", path);
    if (size.isPresent()) {
      memory("1777", path + "/shm");
    }
  }

  private void cover(KernelPath covered) {
    String path = covered.path().toString();
    switch (covered) {
      case KernelPath.HiddenFile _ ->
          add("--ro-bind", planDirectory.resolve(MASK).toString(), path);
      case KernelPath.HiddenDirectory _ ->
          add("--perms", "0000", "--tmpfs", path, "--remount-ro", path);
      case KernelPath.ReadOnly _ -> add("--remount-ro", path);
      // Already so, see BwrapDriver: bubblewrap's option would make it one that cannot be opened.
      case KernelPath.FixedDevice _ -> {}
    }
  }

  /**
   * Seals the root, the masked directories and those that hold only mounts: once all mount points
   * are made, nothing new may appear in them.
   */
  private void sealed(SandboxPlan plan) {
    plan.mounts(MountStep.MaskedDirectory.class)
        .forEach(directory -> add("--remount-ro", directory.path().toString()));
    plan.mounts(MountStep.SealedDirectory.class)
        .forEach(directory -> add("--remount-ro", directory.path().toString()));
    if (size.isPresent()) {
      plan.mounts(MountStep.Dev.class).forEach(dev -> add("--remount-ro", dev.path().toString()));
    }
    add("--remount-ro", "/");
  }

  private void environment(SandboxPlan plan) {
    add("--clearenv");
    for (Variable variable : plan.environment().variables()) {
      switch (variable) {
        case Variable.Set set -> add("--setenv", set.name(), set.value());
        case Variable.KeptOut _, Variable.Pass _ -> {}
      }
    }
  }

  private void add(String... words) {
    arguments.addAll(List.of(words));
  }
}
