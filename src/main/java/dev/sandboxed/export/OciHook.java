package dev.sandboxed.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What looks, whenever a runtime has made the mounts and before the agent runs, whether they are in
 * their places. A runtime follows links, in what it mounts as in where it mounts it. An agent that
 * has put one where the plan had a directory of the project would have it mount your home there, to
 * write in, or a mask where nothing is to be hidden. So each mount in a writable place has to be
 * exactly there, and if it comes from one, it has to be what that place shows at the same path.
 *
 * <p>It asks the kernel, which says of each mount what it is of and where; nothing that the agent
 * does meanwhile changes that. A program that fails there keeps the container from starting.
 */
final class OciHook {

  // Arguments: a mount point, then that of the mount that it comes from and the path below that,
  // both empty if it comes from no writable place. All are spelled as in mountinfo (proc(5)). A
  // runtime has the root of the bundle as the directory of such a program.
  private static final String LOOK =
      """
      nl='
      '
      rest=$PWD at=
      while [ "$rest" ]; do
        first=${rest%"${rest#?}"}
        case $first in
          ' ') first='\\040' ;;
          '\t') first='\\011' ;;
          "$nl") first='\\012' ;;
          '\\') first='\\134' ;;
        esac
        at=$at$first
        rest=${rest#?}
      done
      seen=$nl
      while read -r _ _ device root point _; do
        case $point in
          "$at"/*) seen="$seen$device $root ${point#"$at"}$nl" ;;
        esac
      done </proc/self/mountinfo
      of() {
        case $seen in
          *" $1$nl"*) ;;
          *) return 1 ;;
        esac
        mount=${seen%" $1$nl"*}
        mount=${mount##*"$nl"}
      }
      while [ "$#" -gt 0 ]; do
        if of "$1"; then
          is=$mount
          [ "$2" ] || { shift 3; continue; }
          if of "$2" && [ "$is" = "${mount%/}$3" ]; then
            shift 3
            continue
          fi
        fi
        printf '%s\\n' "sandboxed: $1 is not what it was when this bundle was exported, so nothing has been started; look at it, and export again" >&2
        exit 1
      done
      """;

  private OciHook() {}

  /** The hooks of a configuration, or nothing if every mount is in a place of the sandbox's own. */
  static Optional<ObjectNode> of(SandboxPlan plan) {
    List<String> places = places(plan);
    if (places.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode hooks = JsonNodeFactory.instance.objectNode();
    // In the container's mount namespace, before its root is the root: the kernel still tells all.
    ObjectNode hook = hooks.putArray("createContainer").addObject().put("path", "/bin/sh");
    ArrayNode arguments = hook.putArray("args").add("sh").add("-c").add(LOOK).add("sh");
    places.forEach(arguments::add);
    // Not the agent's, which could have it load something.
    hook.putArray("env").add("PATH=/usr/bin:/bin").add("LC_ALL=C");
    return Optional.of(hooks);
  }

  private static List<String> places(SandboxPlan plan) {
    MountTree tree = plan.mountTree();
    List<String> places = new ArrayList<>();
    for (MountStep step : plan.mounts()) {
      boolean shown = tree.deepest(step.path()).filter(step::equals).isPresent();
      if (!shown || step instanceof MountStep.Symlink) {
        continue;
      }
      Optional<Path> source = source(step);
      Optional<MountStep> from = source.flatMap(path -> writable(plan, step, path));
      boolean inWritable =
          plan.mounts().stream()
              .anyMatch(other ->
                  !other.equals(step)
                      && MountTree.isWritable(other)
                      && step.path().startsWith(other.path()));
      if (from.isEmpty() && !inWritable) {
        continue;
      }
      places.add(spelled(step.path().toString()));
      places.add(from.map(mount -> spelled(mount.path().toString())).orElse(""));
      places.add(from.map(mount -> below(mount, source.orElseThrow())).orElse(""));
    }
    return places;
  }

  private static Optional<Path> source(MountStep step) {
    return step instanceof MountStep.OwnCopy copy
        ? Optional.of(copy.path())
        : MountTree.source(step, step.path());
  }

  /** What makes the source of a step writable: of several, the one that shows the most. */
  private static Optional<MountStep> writable(SandboxPlan plan, MountStep step, Path source) {
    return plan.mounts().stream()
        .filter(other -> other instanceof MountStep.WritableBind && !other.equals(step))
        .filter(other ->
            MountTree.source(other, other.path())
                .filter(top -> source.startsWith(top) && !source.equals(top))
                .isPresent())
        .findFirst();
  }

  private static String below(MountStep mount, Path source) {
    return "/"
        + spelled(
            MountTree.source(mount, mount.path()).orElseThrow().relativize(source).toString());
  }

  private static String spelled(String path) {
    return path.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
