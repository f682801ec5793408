package dev.sandboxed.changes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What changed: the files of a project before a session and after it.
 *
 * @param files in the order of their names
 * @param ignored how many changed files git ignores, by the first component of their names; these
 *     are not in {@code files}
 * @param headBefore what git had checked out
 * @param headAfter what it has checked out now
 */
public record Changes(
    List<Change> files, Map<String, Integer> ignored, String headBefore, String headAfter) {

  /** What happened to a file. */
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED,
    RENAMED
  }

  /**
   * One file.
   *
   * @param name the name it has, or the last one it had
   * @param before the name it had, if that was different
   */
  public record Change(Kind kind, String name, Optional<String> before) {}

  public Changes {
    files = List.copyOf(files);
    ignored = new TreeMap<>(ignored);
  }

  /** Compares. */
  public static Changes between(Snapshot before, Snapshot after) {
    Map<String, Change> changes = new TreeMap<>();
    Map<Long, String> removed = new TreeMap<>();
    before
        .files()
        .forEach((name, mark) -> {
          FileMark now = after.files().get(name);
          if (now == null) {
            changes.put(name, new Change(Kind.REMOVED, name, Optional.empty()));
            removed.put(mark.inode(), name);
          } else if (!now.equals(mark)) {
            changes.put(name, new Change(Kind.CHANGED, name, Optional.empty()));
          }
        });
    after
        .files()
        .forEach((name, mark) -> {
          if (before.files().containsKey(name)) {
            return;
          }
          // A freed inode number is soon reused for another file, so it says little on its own.
          Optional<String> source =
              Optional.ofNullable(removed.get(mark.inode()))
                  .filter(old -> changes.containsKey(old))
                  .filter(old -> mark.canBe(before.files().getOrDefault(old, mark)));
          source.ifPresent(changes::remove);
          changes.put(
              name, new Change(source.isPresent() ? Kind.RENAMED : Kind.ADDED, name, source));
        });
    return new Changes(List.copyOf(changes.values()), Map.of(), before.head(), after.head());
  }

  /** The same, with some of the files only counted. */
  public Changes ignoring(Collection<String> names) {
    List<Change> shown = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>(ignored);
    for (Change change : files) {
      if (names.contains(change.name())) {
        int slash = change.name().indexOf('/');
        String top = slash < 0 ? change.name() : change.name().substring(0, slash + 1);
        counts.merge(top, 1, Integer::sum);
      } else {
        shown.add(change);
      }
    }
    return new Changes(shown, counts, headBefore, headAfter);
  }

  /** How many files this happened to, without the ignored ones. */
  public long count(Kind kind) {
    return files.stream().filter(change -> change.kind() == kind).count();
  }
}
