package dev.sandboxed.nix.source;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an evaluation looked at in a project. Paths are relative to the project, with slashes and
 * without dots; the project itself is {@code .}.
 *
 * @param paths each path, whether it exists or not; the parents of a path do not count as looks
 * @param listed the ones whose entries were asked for, if they are directories
 */
public record ReadSet(SortedSet<String> paths, SortedSet<String> listed) {

  public ReadSet {
    paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
    listed = Collections.unmodifiableSortedSet(new TreeSet<>(listed));
  }

  /** Paths of which none was listed. */
  public static ReadSet at(Collection<String> paths) {
    return new ReadSet(new TreeSet<>(paths), Collections.emptySortedSet());
  }

  /**
   * The looks that gave these marks: the same looks give the same marks, as long as nothing
   * changes.
   */
  public static ReadSet of(SortedMap<String, String> marks) {
    return new ReadSet(
        new TreeSet<>(marks.keySet()),
        marks.entrySet().stream()
            .filter(entry -> SourceMark.isListing(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  public ReadSet and(ReadSet others) {
    TreeSet<String> allPaths = new TreeSet<>(paths);
    allPaths.addAll(others.paths);
    TreeSet<String> allListed = new TreeSet<>(listed);
    allListed.addAll(others.listed);
    return new ReadSet(allPaths, allListed);
  }
}
