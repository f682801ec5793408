package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
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
      Optional<Grant> shown = nearest(path, grants);
      shown.ifPresent(grant -> remark(path, grant.access(), grant.origin(), remarks));
      if (shown.isEmpty()) {
        // A rule about this very path leaves no grant behind.
        requests.denials(fact, files).stream()
            .reduce((earlier, later) -> later)
            .ifPresent(rule -> remark(path, rule.access(), rule.origin(), remarks));
      }
      grants.stream()
          .filter(grant -> grant.path().startsWith(path) && !grant.path().equals(path))
          .forEach(grant -> remark(grant.path(), grant.access(), grant.origin(), remarks));
    }
    return remarks;
  }

  /**
   * Says which of them the agent does not obey inside, although it can read them.
   *
   * @param why the reason, if there is one
   * @param accepted whether that is only remarked
   */
  public static FollowedPaths.Missing unheeded(
      PathRequests requests, FileFacts files, Optional<Located<String>> why, boolean accepted) {
    List<Path> there =
        requests.managed(files).stream().filter(path -> files.of(path).exists()).toList();
    if (why.isEmpty() || there.isEmpty()) {
      return new FollowedPaths.Missing(List.of(), List.of());
    }
    String what =
        there.getFirst()
            + ", this machine's policy for the agent, is not obeyed inside: "
            + why.get().value();
    return accepted
        ? new FollowedPaths.Missing(List.of(Remark.of("policy.managed", what)), List.of())
        : new FollowedPaths.Missing(
            List.of(),
            List.of(
                Problem.of(
                    "policy.managed-unheeded",
                    what,
                    "ask whoever made that policy, or accept it: --accept missing-guards")));
  }

  private static void remark(Path path, Access access, Origin origin, List<Remark> remarks) {
    switch (access) {
      case DENY -> remarks.add(said(path, "denied, so the agent does not obey it", origin));
      case WRITE -> remarks.add(said(path, "writable, so the agent can change it", origin));
      case READ, PROTECT, DEVICE, SOCKET -> {}
    }
  }

  private static Remark said(Path path, String what, Origin origin) {
    return Remark.from(
        origin,
        "policy.managed",
        path + ", which is this machine's policy for the agent, is " + what);
  }

  private static Optional<Grant> nearest(Path path, List<Grant> grants) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()))
        .max(Comparator.comparingInt(grant -> grant.path().getNameCount()));
  }
}
