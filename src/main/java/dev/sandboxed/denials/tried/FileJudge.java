package dev.sandboxed.denials.tried;

import dev.sandboxed.observed.Event;
import dev.sandboxed.observed.KeptPlan;
import dev.sandboxed.observed.KeptPlan.Mount;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Judges what was tried with files. */
final class FileJudge {

  private static final Path PROC = Path.of("/proc");

  // As many as the kernel follows.
  private static final int MOST_LINKS = 40;

  private static final String OUTSIDE_AS_WELL = "; its own permissions refuse it outside as well";

  private final KeptPlan plan;
  private final Machine machine;
  private final Map<Path, Mount> visible;

  FileJudge(KeptPlan plan, Machine machine) {
    this.plan = plan;
    this.machine = machine;
    visible = plan.visible();
  }

  /** What is said of an event about a path. */
  Judgement judge(Event event, String error) {
    Optional<Path> named = path(event.what());
    if (named.isEmpty() || (error.equals("ENOENT") && isNotText(event.what()))) {
      return Judgement.of(
              Outcome.ABSENT, "its name is not text, so it was not looked for on this machine", "")
          .perhaps(true)
          .noise(Noise.NOT_TEXT);
    }
    Path path = inside(named.get());
    if (!isNear(path)) {
      return Judgement.of(
              Outcome.ABSENT, "the way to it leaves this machine, so it was not looked for", "")
          .perhaps(true);
    }
    // What is missing is told of the path that was named, and where it leads.
    Path real = error.equals("ENOENT") ? path : behindLinks(path);
    // What a link leads to can be another thing now, and a rule for it would say a harmless name.
    return real.equals(path) && !event.what().contains("/..")
        ? judge(event, error, path)
        : judge(event, error, real).perhaps(true).granting(Optional.empty());
  }

  private Judgement judge(Event event, String error, Path path) {
    return switch (error) {
      case "ENOENT" -> missing(event, path);
      case "EROFS" -> readOnly(event, path);
      case "EBUSY" -> busy(event, path);
      case "EACCES" -> closed(event, path);
      case "EPERM" -> notPermitted(event, path);
      default -> Judgement.granted();
    };
  }

  private static boolean isNotText(String what) {
    return what.indexOf('\uFFFD') >= 0;
  }

  private static Optional<Path> path(String what) {
    if (!what.startsWith("/") || what.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(what).normalize());
    } catch (InvalidPathException unusual) {
      return Optional.empty();
    }
  }

  /** Follows the symlinks that the plan made. */
  private Path inside(Path path) {
    Path followed = path;
    for (int links = 0; links < MOST_LINKS; links++) {
      Optional<Mount> link = linkOn(followed);
      if (link.isEmpty()) {
        break;
      }
      Path at = link.get().path();
      Path parent = at.getParent();
      Path target =
          (parent == null ? at : parent).resolve(link.get().target().orElseThrow()).normalize();
      followed = target.resolve(at.relativize(followed)).normalize();
    }
    return followed;
  }

  private boolean isNear(Path path) {
    return machine.isNear(path)
        && deepest(path).flatMap(shown -> shown.source(path)).stream().allMatch(machine::isNear);
  }

  /** Where it leads, if a symlink that the plan did not make is in its way. */
  private Path behindLinks(Path path) {
    Optional<Mount> mount = deepest(path).filter(shown -> shown.source().isPresent());
    Optional<Path> top = mount.flatMap(Mount::source).flatMap(machine::real);
    Optional<Path> real = mount.flatMap(shown -> shown.source(path)).flatMap(machine::real);
    if (top.isEmpty() || real.isEmpty()) {
      return path;
    }
    Path direct = top.get().resolve(mount.get().path().relativize(path)).normalize();
    return real.get().equals(direct) ? path : inside(real.get());
  }

  private Optional<Mount> linkOn(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      Mount mount = visible.get(at);
      if (mount != null && mount.target().isPresent()) {
        return Optional.of(mount);
      }
    }
    return Optional.empty();
  }

  private Optional<Mount> deepest(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      Mount mount = visible.get(at);
      if (mount != null) {
        return Optional.of(mount);
      }
    }
    return Optional.empty();
  }

  private Optional<Mount> kernelPath(Path path) {
    return plan.kernelPaths().stream()
        .filter(covered -> path.startsWith(covered.path()))
        .findFirst();
  }

  private Judgement missing(Event event, Path path) {
    Optional<Mount> mount = deepest(path);
    if (path.startsWith(PROC)) {
      return absent("the sandbox has processes of its own");
    }
    if (mount.filter(Mount::isMask).isPresent()) {
      return machine.has(path)
          ? masked(event, path, mount.get())
          : absent("it is not on this machine either");
    }
    Optional<Path> source = mount.flatMap(shown -> shown.source(path));
    if (source.isPresent()) {
      return shown(event, source.get());
    }
    Path parent = path.getParent();
    return event.kind() == Event.Kind.WRITE && !machine.has(path) && parent != null
        ? hidden(event, parent, "its directory")
        : hidden(event, path, "it");
  }

  /** What is not shown at all. */
  private Judgement hidden(Event event, Path path, String what) {
    if (!machine.has(path)) {
      return absent("it is not on this machine either");
    }
    Optional<Mount> place = deepest(path).filter(mount -> !mount.path().equals(path));
    if (visible.containsKey(path)) {
      // A directory inside that is the sandbox's own: what it lacks is not hidden.
      return absent("it is not on this machine either");
    }
    boolean own = isAllowed(event.kind(), path);
    return Judgement.of(
            Outcome.HIDDEN,
            what + " is on this machine, and nothing grants it" + (own ? "" : OUTSIDE_AS_WELL),
            place.map(Mount::origin).orElse(""))
        .granting(own ? Suggestion.hidden(event, path, plan, machine) : Optional.empty());
  }

  /** In a place that is shown as it is. */
  private Judgement shown(Event event, Path source) {
    if (!machine.has(source)) {
      return absent("it is not on this machine either");
    }
    Optional<Path> real = machine.real(source);
    if (real.isPresent() && !real.get().equals(source) && !isShown(real.get())) {
      return Judgement.of(
              Outcome.HIDDEN,
              "it is a link on this machine, and nothing grants what it leads to",
              "")
          .granting(Suggestion.hidden(event, real.get(), plan, machine));
    }
    return absent("it was not there then, and is now").perhaps(true);
  }

  private boolean isShown(Path real) {
    return deepest(real).flatMap(mount -> mount.source(real)).filter(real::equals).isPresent()
        && deepest(real).filter(Mount::isMask).isEmpty();
  }

  private static Judgement absent(String why) {
    return Judgement.of(Outcome.ABSENT, why, "").noise(Noise.ABSENT);
  }

  private Judgement readOnly(Event event, Path path) {
    Optional<Mount> covered = kernelPath(path);
    if (covered.isPresent()) {
      return Judgement.of(
          Outcome.READ_ONLY,
          "nothing inside changes the kernel's settings",
          covered.get().origin());
    }
    Optional<Mount> mount = deepest(path);
    if (mount.isEmpty()) {
      return Judgement.of(Outcome.READ_ONLY, "nothing is there but what was granted", "")
          .granting(
              machine.has(path)
                  ? Suggestion.writable(path, plan, machine, false)
                  : Optional.empty());
    }
    if (mount.get().isMask()) {
      return masked(event, path, mount.get());
    }
    boolean guarded = isGuarded(mount.get());
    Optional<Path> source = mount.get().source(path);
    boolean own = source.filter(shown -> isAllowed(Event.Kind.WRITE, shown)).isPresent();
    return Judgement.of(
            Outcome.READ_ONLY,
            (guarded
                    ? "it is protected in a place that is writable"
                    : "it is granted for reading only")
                + (own || source.isEmpty() ? "" : OUTSIDE_AS_WELL),
            mount.get().origin())
        .granting(
            own
                ? Suggestion.writable(nearest(path, source.get()), plan, machine, guarded)
                : Optional.empty());
  }

  /** What a rule can name: a file that is not there yet has only its directory. */
  private Path nearest(Path path, Path source) {
    Path parent = path.getParent();
    return machine.has(source) || parent == null ? path : parent;
  }

  /** Whether it is an exception in what is writable as a whole: something outside obeys it. */
  private boolean isGuarded(Mount mount) {
    for (Path at = mount.path().getParent(); at != null; at = at.getParent()) {
      Mount above = visible.get(at);
      if (above != null) {
        return above.kind().equals("writable-bind") || above.kind().equals("anchor");
      }
    }
    return false;
  }

  /** The kernel moves and removes nothing that is mounted. */
  private Judgement busy(Event event, Path path) {
    Mount mount = visible.get(path);
    if (mount == null) {
      return Judgement.granted();
    }
    if (mount.isMask()) {
      return masked(event, path, mount);
    }
    return Judgement.of(
            Outcome.READ_ONLY,
            mount.kind().equals("anchor")
                ? "it holds something protected, so it can be neither moved nor removed"
                : "it is mounted by itself, so it can be neither moved nor removed",
            mount.origin())
        .granting(
            isGuarded(mount) ? Suggestion.writable(path, plan, machine, true) : Optional.empty());
  }

  private Judgement closed(Event event, Path path) {
    Optional<Mount> covered =
        kernelPath(path).filter(kernel -> kernel.kind().startsWith("hidden-"));
    if (covered.isPresent()) {
      return Judgement.of(
          Outcome.MASKED, "the sandbox covers this part of the kernel", covered.get().origin());
    }
    Optional<Mount> mount = deepest(path);
    if (mount.filter(Mount::isMask).isPresent()) {
      return masked(event, path, mount.get());
    }
    Optional<Path> source = mount.flatMap(shown -> shown.source(path));
    if (source.isEmpty()) {
      return Judgement.of(
              Outcome.MODE, "permissions inside refuse it", mount.map(Mount::origin).orElse(""))
          .perhaps(true);
    }
    return mode(!isAllowed(event.kind(), source.get()));
  }

  private static Judgement mode(boolean certain) {
    return Judgement.of(
            Outcome.MODE,
            certain
                ? "its own permissions, or those of a directory above, refuse it outside as well"
                : "its own permissions",
            "")
        .perhaps(!certain);
  }

  private boolean isAllowed(Event.Kind kind, Path source) {
    return switch (kind) {
      case READ, LIST -> machine.isReadable(source) && machine.has(source);
      case WRITE ->
          machine.has(source)
              ? machine.isWritable(source)
              : Optional.ofNullable(source.getParent()).filter(machine::isWritable).isPresent();
      case EXECUTE -> machine.isExecutable(source);
      case CONNECT -> machine.isWritable(source);
      case CALL -> false;
    };
  }

  private Judgement notPermitted(Event event, Path path) {
    Optional<KeptPlan.Rule> rule =
        plan.rules().stream()
            .filter(one -> one.call().equals(event.call()) && one.answer().equals("EPERM"))
            .findFirst();
    if (rule.isPresent()) {
      return Judgement.of(
              Outcome.CALL,
              rule.get().why() + ": " + rule.get().when(),
              "the filter of system calls")
          .perhaps(true);
    }
    return deepest(path).filter(Mount::isMask).isPresent()
        ? masked(event, path, deepest(path).get())
        : mode(false);
  }

  private Judgement masked(Event event, Path path, Mount mask) {
    boolean inside = !mask.path().equals(path);
    return Judgement.of(
            Outcome.MASKED, inside ? mask.path() + " is masked" : "it is masked", mask.origin())
        .granting(Suggestion.masked(event, path, plan));
  }
}
