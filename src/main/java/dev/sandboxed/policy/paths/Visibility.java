package dev.sandboxed.policy.paths;

import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.host.tools.ToolPlace;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which places of this machine are inside, under the same names. */
public final class Visibility {

  private static final Origin BROUGHT = new Origin.Host("the program of this launch");

  private final Map<Path, Grant> grants = new TreeMap<>();
  private final Set<Path> links;
  private final Set<String> storePaths;

  /**
   * What is inside by these decisions.
   *
   * @param brought directories that are inside without a grant
   */
  public Visibility(
      Collection<Grant> grants,
      Collection<RootLink> links,
      Collection<StoreRoot> roots,
      Collection<Path> brought) {
    brought.forEach(directory ->
        this.grants.put(directory, new Grant(directory, directory, Access.READ, true, BROUGHT)));
    grants.forEach(grant -> this.grants.put(grant.path(), grant));
    this.links = links.stream().map(RootLink::path).collect(Collectors.toSet());
    storePaths = roots.stream().map(root -> root.path().path()).collect(Collectors.toSet());
  }

  /** Whether a place can be reached inside by the name that the environment has for it. */
  public boolean shows(ToolPlace place) {
    for (Path step : place.way()) {
      if (leadsTo(step, place.real())) {
        return true;
      }
      if (!isThere(step)) {
        return false;
      }
    }
    return false;
  }

  private boolean leadsTo(Path step, Path real) {
    Optional<Path> shown =
        nearest(step)
            .map(grant -> grant.source().resolve(grant.path().relativize(step)).normalize());
    return shown.filter(real::equals).isPresent() || (step.equals(real) && inStore(step));
  }

  private boolean isThere(Path step) {
    return nearest(step).isPresent() || links.stream().anyMatch(step::startsWith) || inStore(step);
  }

  private boolean inStore(Path path) {
    return StorePath.containing(path.toString())
        .filter(own -> storePaths.contains(own.path()))
        .isPresent();
  }

  /** The grant that decides on a path, unless it masks it. */
  private Optional<Grant> nearest(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      Grant grant = grants.get(at);
      if (grant != null) {
        return Optional.of(grant).filter(found -> found.access() != Access.DENY);
      }
    }
    return Optional.empty();
  }

  /** Whether all of several places can be reached. */
  public boolean showsAll(List<ToolPlace> places) {
    return !places.isEmpty() && places.stream().allMatch(this::shows);
  }
}
