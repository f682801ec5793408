package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which changes a person takes over.
 *
 * @param chosen in order, with the directories that they need
 * @param left those that are no part of everything, and why
 * @param ignored how many were left out because git ignores them
 * @param branches whether the agent's branches are not those of the project
 */
record Selection(List<Change> chosen, SortedMap<Path, String> left, int ignored, boolean branches) {

  Selection {
    chosen = List.copyOf(chosen);
    left = new TreeMap<>(left);
  }

  /**
   * Chooses.
   *
   * @param paths relative to the project; none for everything
   */
  static Selection of(Listing listing, List<Path> paths, Withheld rules) throws IOException {
    SortedMap<Path, Change> chosen = new TreeMap<>();
    SortedMap<Path, String> left = new TreeMap<>();
    int ignored = 0;
    boolean branches = false;
    for (Change change : listing.all().values()) {
      boolean named = paths.contains(change.name()) || sourceIsNamed(change, paths);
      boolean within = named || paths.stream().anyMatch(path -> isBelow(change.name(), path));
      if (!paths.isEmpty() && !within) {
        continue;
      }
      if (Withheld.isRecord(change)) {
        branches |= Withheld.isRecordOfRefs(change);
        continue;
      }
      Optional<Withheld.Reason> reason = rules.reason(change);
      boolean trapNamed =
          reason.isPresent()
              && reason.get().nameable()
              && paths.stream().anyMatch(path -> rules.isNamed(change, path));
      if (reason.isPresent() && !trapNamed) {
        left.put(change.name(), reason.get().text());
      } else if (paths.isEmpty() && listing.isIgnored(change)) {
        ignored++;
      } else {
        chosen.put(change.name(), change);
      }
    }
    for (Change change : List.copyOf(chosen.values())) {
      needed(listing, change, chosen);
    }
    return new Selection(new ArrayList<>(chosen.values()), left, ignored, branches);
  }

  private static boolean isBelow(Path name, Path path) {
    return path.toString().isEmpty() || name.startsWith(path);
  }

  /** Of a rename, either name is both. */
  private static boolean sourceIsNamed(Change change, List<Path> paths) {
    return change.before().filter(paths::contains).isPresent();
  }

  private static void needed(Listing listing, Change change, Map<Path, Change> chosen) {
    if (change.before().isPresent()) {
      Change removal = listing.all().get(change.before().get());
      if (removal != null) {
        chosen.put(removal.name(), removal);
      }
    }
    if (!change.now().isThere()) {
      return;
    }
    for (Path at = change.name().getParent(); at != null; at = at.getParent()) {
      Change above = listing.all().get(at);
      if (above != null && above.now().is(Node.Kind.DIRECTORY)) {
        chosen.put(at, above);
      }
    }
  }
}
