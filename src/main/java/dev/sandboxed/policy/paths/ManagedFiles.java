package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Watches over an organization's rules for the agent, the files that its definition lists as {@code
 * managed}: whatever keeps the agent from obeying them is said.
 */
public final class ManagedFiles {

  private ManagedFiles() {}

  /** Says which of them are masked, or can be changed by the agent. */
  public static List<Remark> remarks(PathRequests requests, FileFacts files, List<Grant> grants) {
    List<Remark> remarks = new ArrayList<>();
    for (Path path : requests.managed(files)) {
      FileFact fact = files.of(path);
      if (!fact.exists()) {
        continue;
      }
      nearest(path, grants).ifPresent(grant -> remark(path, grant, remarks));
      grants.stream()
          .filter(grant -> grant.path().startsWith(path) && !grant.path().equals(path))
          .forEach(grant -> remark(grant.path(), grant, remarks));
    }
    return remarks;
  }

  private static void remark(Path path, Grant grant, List<Remark> remarks) {
    switch (grant.access()) {
      case DENY -> remarks.add(said(path, "masked, so the agent does not obey it", grant));
      case WRITE -> remarks.add(said(path, "writable, so the agent can change it", grant));
      case READ, PROTECT -> {}
    }
  }

  private static Remark said(Path path, String what, Grant grant) {
    return Remark.from(
        grant.origin(),
        "policy.managed",
        path + ", which is this machine's policy for the agent, is " + what);
  }

  private static Optional<Grant> nearest(Path path, List<Grant> grants) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()))
        .max(Comparator.comparingInt(grant -> grant.path().getNameCount()));
  }
}
