package dev.sandboxed.plan;

import dev.sandboxed.policy.paths.Grant;
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
                && (grant.access() == Access.READ || grant.access() == Access.WRITE));
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
