package dev.sandboxed.policy;

import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.RootLink;
import dev.sandboxed.problem.Located;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files that the sandbox will have, but not yet how they get there.
 *
 * @param grants by path; for any path, the longest grant above it decides
 * @param emptyMasks those of the denied places that read as an empty file
 * @param partlyMasked what is shown of files that are read and masked in part, by place
 * @param storeRoots the store paths that are needed, without their closures
 * @param state the agent's own directory, if it has one
 * @param notes the place where the agent reads instructions on its own, if there is one
 * @param copies the sandbox's own configurations of git, if it has any
 * @param editorLocks the directory in which only the locks of editors are that are granted
 */
public record Filesystem(
    List<Grant> grants,
    Set<Path> emptyMasks,
    Map<Path, String> partlyMasked,
    List<RootLink> links,
    List<StoreRoot> storeRoots,
    Optional<AgentState> state,
    Optional<NotesPlace> notes,
    Optional<ConfigurationCopies> copies,
    Optional<Located<Path>> editorLocks) {

  public Filesystem {
    grants = List.copyOf(grants);
    emptyMasks = Set.copyOf(emptyMasks);
    partlyMasked = Map.copyOf(partlyMasked);
    links = List.copyOf(links);
    storeRoots = List.copyOf(storeRoots);
  }
}
