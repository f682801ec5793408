package dev.sandboxed.commits;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the commits in one repository of the project.
 *
 * @param repository its directory, relative to the project
 * @param refs the commit of each ref that was set
 * @param left the refs of the agent that were left out, and why
 * @param problem why nothing was fetched, if something went wrong
 */
public record Fetched(
    Path repository,
    SortedMap<String, String> refs,
    SortedMap<String, String> left,
    Optional<String> problem) {

  public Fetched {
    refs = new TreeMap<>(refs);
    left = new TreeMap<>(left);
  }

  /** Whether there is nothing to tell. */
  public boolean isNothing() {
    return refs.isEmpty() && left.isEmpty() && problem.isEmpty();
  }

  /** Whether everything that the agent made was fetched. */
  public boolean isWhole() {
    return left.isEmpty() && problem.isEmpty();
  }
}
