package dev.sandboxed.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.KernelPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mounts of a plan as an OCI runtime makes them.
 *
 * @param list in the order they are made
 * @param masked what cannot be seen in {@code /proc}
 * @param readOnly what cannot be changed there
 */
record OciMounts(ArrayNode list, List<String> masked, List<String> readOnly) {

  /** The path in the bundle of the empty file that nobody may open. */
  static final String CLOSED = "masks/closed";

  /** The path of the empty file that can be read. */
  static final String EMPTY = "masks/empty";

  // A mount below one that is bound has its options from the second kind, which came with the spec
  // 1.1 and Linux 5.12; a runtime that does not know those would ignore them, hence the first.
  private static final List<String> PRIVATE = List.of("rbind", "rprivate", "nosuid", "rnosuid");
  private static final List<String> FIXED = List.of("ro", "rro");
  private static final List<String> NO_DEVICES = List.of("nodev", "rnodev");

  // Who has the first user id of a user namespace may change the settings of that namespace's own
  // network, for example. These are what runtimes protect by default.
  private static final List<String> SETTINGS =
      List.of("/proc/bus", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  static OciMounts of(SandboxPlan plan) {
    Rendering rendering = new Rendering(plan);
    plan.mounts().forEach(rendering::add);
    List<String> masked = new ArrayList<>();
    List<String> readOnly = new ArrayList<>(SETTINGS);
    for (KernelPath covered : plan.isolation().kernelPaths()) {
      switch (covered) {
        case KernelPath.HiddenFile file -> masked.add(file.path().toString());
        case KernelPath.HiddenDirectory directory when isAgent(directory.path()) -> {}
        case KernelPath.HiddenDirectory directory -> masked.add(directory.path().toString());
        case KernelPath.ReadOnly settings -> readOnly.add(settings.path().toString());
        // Root's only, who is refused.
        case KernelPath.FixedDevice _ -> {}
      }
    }
    return new OciMounts(rendering.list, List.copyOf(masked), List.copyOf(readOnly));
  }

  /** There is no process of bubblewrap's in front of the agent: the first one is the agent's. */
  static boolean isAgent(Path path) {
    return path.equals(Path.of("/proc/1"));
  }

  /** Whatever is mounted on the way to a link. All of it is filled from the root of the bundle. */
  static Stream<MountStep> around(SandboxPlan plan, MountStep.Symlink link) {
    return plan.mounts().stream()
        .filter(step -> link.path().startsWith(step.path()) && !step.equals(link));
  }

  /** The path in the bundle of a file that the plan holds. */
  static String file(String name) {
    return "files/" + name;
  }

  private static final class Rendering {

    private final ArrayNode list = JsonNodeFactory.instance.arrayNode();
    private final Optional<Long> size;
    private final Set<Path> withLinks;

    Rendering(SandboxPlan plan) {
      size = plan.isolation().limits().asked().tmpSize().map(limit -> limit.value().bytes());
      withLinks =
          plan.mounts(MountStep.Symlink.class).stream()
              .flatMap(link -> around(plan, link))
              .map(MountStep::path)
              .collect(Collectors.toSet());
    }

    void add(MountStep step) {
      String path = step.path().toString();
      switch (step) {
        case MountStep.ReadOnlyBind bind -> fixed(bind.source().toString(), path);
        case MountStep.WritableBind bind -> bind(bind.source(), path, List.of("rw"), NO_DEVICES);
        case MountStep.Anchor anchor -> bind(anchor.source(), path, List.of("rw"), NO_DEVICES);
        case MountStep.MaskedFile file -> fixed(file.empty() ? EMPTY : CLOSED, path);
        case MountStep.MaskedDirectory directory ->
            memory(step, directory.traversable() ? 0111 : 0, Optional.empty(), true);
        case MountStep.Tmpfs tmpfs -> memory(step, tmpfs.mode(), size, false);
        case MountStep.SealedDirectory _ -> memory(step, 0700, Optional.empty(), true);
        case MountStep.PlanFile file -> fixed(file(file.name()), path);
        case MountStep.PartlyMasked file -> fixed(file(file.name()), path);
        // In the root of the bundle; where something is mounted around it, it is copied.
        case MountStep.Symlink _ -> {}
        // No runtime mounts a symlink. What it would cover stays, and cannot be changed.
        case MountStep.OwnCopy copy -> fixed(copy.path().toString(), path);
        case MountStep.Proc _ -> mount("proc", "proc", path, List.of("nosuid", "noexec", "nodev"));
        case MountStep.Dev _ -> devices(path);
        case MountStep.Socket socket -> fixed(socket.source().toString(), path);
        case MountStep.Device device -> bind(device.source(), path, FIXED, List.of());
      }
    }

    private void fixed(String source, String path) {
      mount("bind", source, path, options(FIXED, NO_DEVICES));
    }

    private void bind(Path source, String path, List<String> access, List<String> devices) {
      mount("bind", source.toString(), path, options(access, devices));
    }

    private void memory(MountStep step, int mode, Optional<Long> bytes, boolean sealed) {
      List<String> options =
          new ArrayList<>(
              List.of("nosuid", "nodev", String.format(Locale.ROOT, "mode=%04o", mode)));
      bytes.ifPresent(most -> options.add("size=" + most));
      if (withLinks.contains(step.path())) {
        options.add("tmpcopyup");
      }
      if (sealed) {
        // Runtimes do this when everything is mounted in it.
        options.add("ro");
      }
      mount("tmpfs", "tmpfs", step.path().toString(), options);
    }

    /** Runtimes make the devices and links that the spec names in it. */
    private void devices(String path) {
      List<String> options = new ArrayList<>(List.of("nosuid", "noexec", "mode=0755"));
      List<String> shared = new ArrayList<>(List.of("nosuid", "nodev", "mode=1777"));
      if (size.isPresent()) {
        options.add("ro");
        shared.add("size=" + size.get());
      }
      mount("tmpfs", "tmpfs", path, options);
      mount(
          "devpts",
          "devpts",
          path + "/pts",
          List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
      mount("tmpfs", "shm", path + "/shm", shared);
    }

    private void mount(String type, String source, String path, List<String> options) {
      ArrayNode words =
          list.addObject()
              .put("destination", path)
              .put("type", type)
              .put("source", source)
              .putArray("options");
      options.forEach(words::add);
    }

    private static List<String> options(List<String> access, List<String> devices) {
      return Stream.of(PRIVATE, access, devices).flatMap(List::stream).toList();
    }
  }
}
