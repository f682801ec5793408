package dev.sandboxed.learn;

import dev.sandboxed.learn.Proposal.Line;
import dev.sandboxed.learn.Seen.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The paths to read. Each file by itself, until there are so many in one directory that only the
 * directory can be meant; and that only where nothing in it may be a secret.
 */
final class ReadPaths {

  // Fewer can be an accident.
  private static final int MANY = 8;

  // In a directory with more, nobody can tell what else there is.
  private static final int MOST_BELOW = 2_000;

  // A directory directly in the home, such as that of all projects, is never meant as a whole.
  private static final int LEAST_DEPTH = 2;

  private static final List<Path> OF_MANY_PROGRAMS =
      List.of(Path.of(".local/share"), Path.of(".local/state"), Path.of(".local/lib"));

  private final Machine machine;
  private final NeverShown never;
  private final Map<Path, String> wholes = new TreeMap<>();
  private final Map<Path, Evidence> files = new TreeMap<>();
  private long withheld;

  ReadPaths(Machine machine, NeverShown never) {
    this.machine = machine;
    this.never = never;
  }

  /** Adds a directory of which all is needed. */
  void whole(Path path, String evidence) {
    if (!wholes.containsKey(path) && leadsNowhereElse(path)) {
      wholes.put(path, evidence);
    }
  }

  /** Adds a file that was read. */
  void file(Path path, Evidence evidence) {
    if (machine.kind(path) == Machine.Kind.FILE && leadsNowhereElse(path)) {
      files.put(path, evidence);
    }
  }

  /**
   * Whether a path is there, and does not lead to a secret or to what the profile closes: a symlink
   * may be anybody's.
   */
  private boolean leadsNowhereElse(Path path) {
    Optional<Path> real = machine.real(path);
    if (real.isEmpty()) {
      return false;
    }
    if (real.get().equals(path)) {
      return true;
    }
    Path leads = real.get();
    boolean secret =
        never.holds(leads)
            || SecretNames.isIn(leads)
            || machine.given(leads) == Machine.Given.CLOSED
            || machine.shown(leads) == Machine.Given.CLOSED
            || !leads.startsWith(machine.home())
            || leads.startsWith(machine.project())
            || !Words.isPlain(leads.toString());
    if (secret) {
      withheld++;
    }
    return !secret;
  }

  /** What to read, in order, none inside another. */
  List<Line> lines() {
    Map<Path, String> all = new TreeMap<>(wholes);
    files.forEach((path, evidence) -> {
      if (wholes.keySet().stream().noneMatch(path::startsWith)) {
        all.put(path, Learning.because(evidence));
      }
    });
    gather(all);
    List<Line> lines = new ArrayList<>();
    all.forEach(
        (path, evidence) -> lines.add(new Line(Words.written(path, machine.home()), evidence)));
    return lines;
  }

  /** Puts directories in the place of what is in them, the deepest first. */
  private void gather(Map<Path, String> all) {
    Map<Path, List<Path>> inside = new HashMap<>();
    for (Path path : all.keySet()) {
      if (path.startsWith(machine.home())) {
        meant(path).forEach(at -> inside.computeIfAbsent(at, _ -> new ArrayList<>()).add(path));
      }
    }
    inside.keySet().stream()
        .filter(directory -> inside.getOrDefault(directory, List.of()).size() >= MANY)
        .sorted(
            Comparator.<Path>comparingInt(Path::getNameCount)
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .forEach(directory -> {
          List<Path> direct =
              inside.getOrDefault(directory, List.of()).stream().filter(all::containsKey).toList();
          if (direct.size() >= MANY && isHarmless(directory)) {
            direct.forEach(all::remove);
            all.put(directory, direct.size() + " files or more in it were read");
            meant(directory)
                .forEach(at -> inside.computeIfAbsent(at, _ -> new ArrayList<>()).add(directory));
          }
        });
  }

  /** The directories around a path that could be meant instead, the nearest first. */
  private List<Path> meant(Path path) {
    List<Path> meant = new ArrayList<>();
    for (Path at = path.getParent(); at != null && isMeant(at); at = at.getParent()) {
      meant.add(at);
    }
    return meant;
  }

  private boolean isMeant(Path directory) {
    if (!directory.startsWith(machine.home())) {
      return false;
    }
    Path relative = machine.home().relativize(directory);
    return relative.getNameCount() >= LEAST_DEPTH && !OF_MANY_PROGRAMS.contains(relative);
  }

  private boolean isHarmless(Path directory) {
    return !never.isBelow(directory)
        && machine.closedIn(directory).isEmpty()
        && !machine.project().startsWith(directory)
        && machine
            .below(directory, MOST_BELOW)
            .filter(names ->
                names.stream()
                    .noneMatch(name ->
                        never.holds(name) || SecretNames.isOne(String.valueOf(name.getFileName()))))
            .isPresent();
  }

  /** How many were left out because of where they lead. */
  long withheld() {
    return withheld;
  }
}
