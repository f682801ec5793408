package dev.sandboxed.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files inside.
 *
 * @param mounts in the order they are made
 * @param contents the contents of the {@link MountStep.PlanFile}s, by name
 * @param storePaths how many store paths are mounted
 * @param storeBytes their total size
 */
public record PlannedFiles(
    List<MountStep> mounts, Map<String, String> contents, int storePaths, long storeBytes) {

  public PlannedFiles {
    mounts = List.copyOf(mounts);
    contents = Collections.unmodifiableMap(new TreeMap<>(contents));
  }

  /** The same with other contents of some files. */
  PlannedFiles with(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(contents);
    all.putAll(others);
    return new PlannedFiles(mounts, all, storePaths, storeBytes);
  }
}
