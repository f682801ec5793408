package dev.sandboxed.snapshot;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of the changes that were to be written to the project. */
public final class Outcome {

  private final Set<Path> written = new LinkedHashSet<>();
  private final Set<Path> merged = new LinkedHashSet<>();
  private final Set<Path> removed = new LinkedHashSet<>();
  private final SortedMap<Path, String> left = new TreeMap<>();
  private int alike;

  void written(Path name) {
    written.add(name);
  }

  void merged(Path name) {
    merged.add(name);
  }

  void removed(Path name) {
    removed.add(name);
  }

  void alike() {
    alike++;
  }

  /** Left alone, and why. */
  void left(Path name, String why) {
    written.remove(name);
    merged.remove(name);
    removed.remove(name);
    left.put(name, why);
  }

  /** Those that were written. */
  public List<Path> written() {
    return List.copyOf(written);
  }

  /** Those in which what the person and what the agent changed came together. */
  public List<Path> merged() {
    return List.copyOf(merged);
  }

  public List<Path> removed() {
    return List.copyOf(removed);
  }

  /** Those that were left alone, and why. */
  public SortedMap<Path, String> left() {
    return new TreeMap<>(left);
  }

  /** How many were the same in the project already. */
  public int alikeCount() {
    return alike;
  }
}
