package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The agent's own directories where a variable of the person's has moved them on this host. Inside
 * they are in their usual places, where the instance covers the host's. So they are masked where a
 * grant of a directory above them would show them, with the login and all: a grant of the usual
 * home shows nothing of them either.
 */
public final class Originals {

  private static final Origin ORIGIN =
      new Origin.BuiltIn(
          "a variable moves the agent's directory here; inside it is in its usual place");

  private Originals() {}

  /**
   * Masks them.
   *
   * @param originals where they are, whether they exist or not
   */
  public static List<Grant> mask(List<Grant> grants, List<FileFact> originals) {
    Map<Path, Grant> masked = new TreeMap<>();
    grants.forEach(grant -> masked.put(grant.path(), grant));
    for (FileFact original : originals) {
      Path real = original.real();
      grants.stream()
          .filter(grant -> grant.access() != Access.DENY)
          .filter(grant -> real.startsWith(grant.source()) && !real.equals(grant.source()))
          .map(grant -> grant.path().resolve(grant.source().relativize(real)))
          .forEach(
              path -> masked.putIfAbsent(path, new Grant(path, real, Access.DENY, true, ORIGIN)));
    }
    return List.copyOf(masked.values());
  }
}
