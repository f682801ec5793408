package dev.sandboxed.host.machine;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.machine.ControlGroups.Controller;
import dev.sandboxed.host.machine.ControlGroups.Manager;
import dev.sandboxed.host.machine.ControlGroups.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for control groups that this person may use, as cgroups(7) describes them. A group of
 * version 2 is divided where its directory and its list of processes can be written and it hands
 * controllers on; of version 1, where its directory can be written.
 */
final class ControlGroupsProbe {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path OWN = Path.of("/proc/self/cgroup");

  private static final String PROCESSES = "cgroup.procs";

  // It has to fit the manager that runs, so it is this machine's own.
  private static final List<Path> SYSTEM =
      List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/run/current-system/sw/bin"));

  private final Inquiry inquiry;
  private final int uid;

  ControlGroupsProbe(Inquiry inquiry, int uid) {
    this.inquiry = inquiry;
    this.uid = uid;
  }

  /**
   * A file system of control groups.
   *
   * @param root what of the hierarchy is mounted there
   * @param controllers those of version 1; empty for version 2
   */
  private record Mount(Path at, String root, boolean unified, Set<Controller> controllers) {}

  ControlGroups look() {
    List<Mount> mounts;
    List<String> own;
    try {
      mounts = mounts(inquiry.kernelText(MOUNTS));
      own = inquiry.kernelText(OWN).lines().toList();
    } catch (IOException hidden) {
      return new ControlGroups(Optional.empty(), List.of(), "/proc does not show control groups");
    }
    if (mounts.isEmpty()) {
      return new ControlGroups(
          Optional.empty(), List.of(), "no file system of control groups is mounted");
    }
    List<Place> places = new ArrayList<>();
    List<String> whyNot = new ArrayList<>();
    Path runtime = Path.of("/run/user", Integer.toString(uid));
    Optional<Manager> manager = manager(mounts, runtime);
    if (manager.isEmpty()) {
      whyNot.add("no systemd manager of yours hands out control groups (" + runtime + "/bus)");
    }
    for (String line : own) {
      // hierarchy:controllers:path
      String[] words = line.split(":", 3);
      if (words.length == 3) {
        mounts.stream()
            .filter(mount -> belongs(mount, words[1]))
            .findFirst()
            .flatMap(mount -> directory(mount, words[2]).map(at -> dividing(mount, at)))
            .ifPresent(places::addAll);
      }
    }
    if (places.isEmpty()) {
      whyNot.add("no control group that you are in is yours to divide");
    }
    return new ControlGroups(manager, places, String.join(", and ", whyNot));
  }

  /** As in proc_pid_mountinfo(5). */
  private static List<Mount> mounts(String text) {
    List<Mount> mounts = new ArrayList<>();
    text.lines()
        .forEach(line -> {
          String[] words = line.split(" ", -1);
          int end = Arrays.asList(words).indexOf("-");
          if (end < 6 || words.length < end + 4 || words[4].contains("\\")) {
            return;
          }
          boolean unified = words[end + 1].equals("cgroup2");
          Set<Controller> controllers =
              words[end + 1].equals("cgroup")
                  ? named(words[end + 3].split(",", -1))
                  : EnumSet.noneOf(Controller.class);
          if (unified || !controllers.isEmpty()) {
            mounts.add(new Mount(Path.of(words[4]), words[3], unified, controllers));
          }
        });
    return mounts;
  }

  private static Set<Controller> named(String... words) {
    Set<Controller> controllers = EnumSet.noneOf(Controller.class);
    for (Controller controller : Controller.values()) {
      if (Arrays.asList(words).contains(controller.word())) {
        controllers.add(controller);
      }
    }
    return controllers;
  }

  private static boolean belongs(Mount mount, String controllers) {
    return mount.unified()
        ? controllers.isEmpty()
        : mount.controllers().equals(named(controllers.split(",", -1)));
  }

  /** Where a group is; what is outside of this mount has no place in it. */
  private static Optional<Path> directory(Mount mount, String group) {
    String root = mount.root().equals("/") ? "" : mount.root();
    if (!(group + "/").startsWith(root + "/") || group.contains("/..")) {
      return Optional.empty();
    }
    return Optional.of(
        mount.at().resolve(group.substring(root.length()).replaceFirst("^/+", "")).normalize());
  }

  private List<Place> dividing(Mount mount, Path own) {
    List<Place> places = new ArrayList<>();
    for (Path at = own; at != null && at.startsWith(mount.at()); at = at.getParent()) {
      if (inquiry.isWritable(at)
          && (!mount.unified() || inquiry.isWritable(at.resolve(PROCESSES)))) {
        Set<Controller> controllers =
            mount.unified() ? listed(at.resolve("cgroup.subtree_control")) : mount.controllers();
        if (!controllers.isEmpty()) {
          places.add(new Place(at, mount.unified(), controllers));
        }
      }
    }
    return places;
  }

  private Set<Controller> listed(Path file) {
    try {
      return named(inquiry.kernelText(file).strip().split(" ", -1));
    } catch (IOException gone) {
      return EnumSet.noneOf(Controller.class);
    }
  }

  /** systemd hands controllers to a manager in version 2 only. */
  private Optional<Manager> manager(List<Mount> mounts, Path runtime) {
    if (!inquiry.exists(runtime.resolve("bus"))
        || !inquiry.exists(runtime.resolve("systemd/private"))) {
      return Optional.empty();
    }
    Path service = Path.of("user.slice", "user-" + uid + ".slice", "user@" + uid + ".service");
    return mounts.stream()
        .filter(mount -> mount.unified() && mount.root().equals("/"))
        .findFirst()
        .flatMap(mount ->
            Programs.in(inquiry, SYSTEM)
                .find("systemd-run")
                .map(program ->
                    new Manager(
                        program,
                        runtime,
                        mount.at(),
                        listed(mount.at().resolve(service).resolve("cgroup.controllers")))))
        .filter(manager -> !manager.controllers().isEmpty());
  }
}
