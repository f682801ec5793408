package dev.sandboxed.check.trial;

import dev.sandboxed.check.Outside;
import dev.sandboxed.files.Digest;
import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what there is outside a sandbox to try. */
final class OutsideProbe {

  // Every one of them is asked for inside and outside.
  private static final int MOST_PLACES = 400;

  private static final int LARGEST_TEXT = 16 << 20;

  private static final List<String> NAMESPACES =
      List.of("user", "mnt", "pid", "ipc", "uts", "cgroup", "net");

  // What shows processes and devices of its own, and what can have a hundred thousand entries.
  private static final List<Path> OWN =
      List.of(Path.of("/proc"), Path.of("/dev"), Path.of("/nix/store"));

  private final Inquiry inquiry;
  private final SandboxPlan plan;
  private final Set<Path> shown = new HashSet<>();
  private final Set<Path> ways = new HashSet<>();

  OutsideProbe(Inquiry inquiry, SandboxPlan plan) {
    this.inquiry = inquiry;
    this.plan = plan;
    plan.mounts()
        .forEach(step -> {
          shown.add(step.path());
          for (Path at = step.path().getParent(); at != null; at = at.getParent()) {
            ways.add(at);
          }
        });
  }

  Outside look(Outside.Canaries canaries, Map<String, String> addresses, Set<String> variables) {
    List<Path> places = new ArrayList<>();
    Path home = plan.identity().home();
    walk(home, places);
    walk(Path.of("/"), places);
    boolean more = places.size() > MOST_PLACES;
    Set<Path> readable = new HashSet<>();
    Map<Path, String> sums = new HashMap<>();
    Set<Path> writable = new HashSet<>();
    Set<Path> directories = new HashSet<>();
    for (MountStep step : plan.mounts()) {
      Path path = step.path();
      if (hasContent(path)) {
        readable.add(path);
      }
      if (step instanceof MountStep.PartlyMasked) {
        sum(path, sums);
      }
      if (inquiry.isWritable(path)) {
        writable.add(path);
      }
      if (inquiry.isDirectory(path)) {
        directories.add(path);
      }
    }
    return new Outside(
        canaries,
        places.stream().distinct().limit(MOST_PLACES).toList(),
        more,
        readable,
        sums,
        writable,
        directories,
        new SocketProbe(inquiry, home).look(),
        namespaces(),
        addresses,
        variables);
  }

  /** What is in a directory, or deeper where something is mounted on the way. */
  private void walk(Path directory, List<Path> places) {
    for (Path entry : entries(directory)) {
      boolean nameable = entry.toString().indexOf('\uFFFD') < 0;
      boolean own = OWN.contains(entry);
      if (places.size() > MOST_PLACES || own || !nameable) {
        continue;
      }
      if (ways.contains(entry) && inquiry.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        if (!isSource(entry)) {
          walk(entry, places);
        }
      } else if (!shown.contains(entry)) {
        places.add(entry);
      }
    }
  }

  /** Whether a mount shows the directory of the host itself. */
  private boolean isSource(Path directory) {
    return plan.mountTree().source(directory).isPresent();
  }

  private List<Path> entries(Path directory) {
    try {
      return List.copyOf(inquiry.entries(directory).keySet());
    } catch (IOException closed) {
      return List.of();
    }
  }

  private boolean hasContent(Path path) {
    try {
      Entry entry = inquiry.at(path);
      return entry.isFile()
          ? inquiry.beginning(path, 1).length > 0
          : entry.isDirectory() && inquiry.isReadable(path) && !entries(path).isEmpty();
    } catch (IOException closed) {
      return false;
    }
  }

  private void sum(Path file, Map<Path, String> sums) {
    try {
      sums.put(file, Digest.of(inquiry.bytes(file, LARGEST_TEXT)));
    } catch (IOException closed) {
      return;
    }
  }

  private List<String> namespaces() {
    return NAMESPACES.stream().flatMap(name -> namespace(name).stream()).toList();
  }

  private Optional<String> namespace(String name) {
    try {
      return Optional.of(inquiry.target(Path.of("/proc/self/ns", name)).toString());
    } catch (IOException without) {
      return Optional.empty();
    }
  }
}
