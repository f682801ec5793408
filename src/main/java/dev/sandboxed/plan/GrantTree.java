package dev.sandboxed.plan;

import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The grants as a tree of paths. */
final class GrantTree {

  private final Map<Path, Grant> grants = new TreeMap<>();

  GrantTree(List<Grant> grants) {
    grants.forEach(grant -> this.grants.put(grant.path(), grant));
  }

  /**
   * The grants without those that say of a place what the one above it says already. Each mount is
   * one more thing that a program cannot rename or replace, as git does with a file.
   *
   * @param state the place where the agent's instance is mounted, over whatever a grant shows there
   */
  static List<Grant> needed(List<Grant> grants, Optional<Path> state) {
    GrantTree tree = new GrantTree(grants);
    return grants.stream()
        .filter(grant -> tree.above(grant).filter(above -> gives(above, grant, state)).isEmpty())
        .toList();
  }

  private static boolean gives(Grant above, Grant grant, Optional<Path> state) {
    boolean same =
        switch (grant.access()) {
          case WRITE -> above.access() == Access.WRITE;
          case READ, PROTECT -> above.access() == Access.READ || above.access() == Access.PROTECT;
          case DEVICE -> above.access() == Access.DEVICE;
          case DENY, SOCKET -> false;
        };
    if (!above.masks().isEmpty() || !grant.masks().isEmpty()) {
      return false;
    }
    boolean shown =
        above.source().resolve(above.path().relativize(grant.path())).equals(grant.source());
    boolean hidden =
        state
            .filter(place -> grant.path().startsWith(place) && !above.path().startsWith(place))
            .isPresent();
    return same && shown && !hidden;
  }

  /** The grant that decides about the directory that contains a grant. */
  private Optional<Grant> above(Grant grant) {
    return MountTree.nearest(grants, grant.path().getParent());
  }

  boolean isUnderDenial(Grant grant) {
    return above(grant).filter(above -> above.access() == Access.DENY).isPresent();
  }

  /** Whether anything below a denied directory is granted anyway. */
  boolean holdsGrants(Grant denied) {
    return grants.values().stream()
        .anyMatch(grant ->
            !grant.path().equals(denied.path())
                && grant.path().startsWith(denied.path())
                && PathRequests.grants(grant.access()));
  }

  /** The directories between a restricted path and the writable grant that contains it. */
  List<MountStep> anchors(Grant restricted) {
    Optional<Grant> writable = above(restricted).filter(grant -> grant.access() == Access.WRITE);
    List<MountStep> anchors = new ArrayList<>();
    if (writable.isPresent()) {
      Path top = writable.get().path();
      Origin origin = new Origin.BuiltIn("keeps " + restricted.path() + " in its place");
      for (Path at = restricted.path().getParent();
          at != null && !at.equals(top);
          at = at.getParent()) {
        Path source = writable.get().source().resolve(top.relativize(at));
        anchors.add(new MountStep.Anchor(source, at, origin));
      }
    }
    return anchors;
  }
}
