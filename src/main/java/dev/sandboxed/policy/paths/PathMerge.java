package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.Obstacle;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.policy.paths.PathRequests.Exact;
import dev.sandboxed.policy.paths.PathRequests.Matches;
import dev.sandboxed.policy.paths.PathRequests.Request;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges the path rules of all layers into grants.
 *
 * <p>On the same path the later layer wins, and within one layer deny &gt; protect &gt; write &gt;
 * read. Between different paths nothing needs deciding here: the longest one wins because it is
 * mounted over the shorter ones.
 *
 * <p>A restriction is about a file, not about a name: it applies at every place inside where a
 * grant makes that file visible, however many symlinks lead there.
 */
public final class PathMerge {

  /** A granted file or directory and where it will be inside. */
  private record Bind(Path path, PathDecision decision) {
    Path source() {
      return decision.fact().real();
    }

    boolean writable() {
      return decision.rule().access() == Access.WRITE;
    }

    /** The place inside of a file in the source. */
    Path placeOf(Path real) {
      return path.resolve(source().relativize(real)).normalize();
    }
  }

  private final PathRequests asked;
  private final FileFacts files;
  private final List<Path> stateDirectories;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Path, PathDecision> winners = new TreeMap<>();
  private final List<UnseenPaths.Rule> unseen = new ArrayList<>();

  private PathMerge(PathRequests asked, FileFacts files, List<Path> stateDirectories) {
    this.asked = asked;
    this.files = files;
    this.stateDirectories = stateDirectories;
  }

  /**
   * Merges the rules of all layers: the longest matching path wins, and on one path the later
   * layer.
   *
   * @param stateDirectories the places where the agent's instance is mounted, over whatever a grant
   *     shows there
   * @return grants by path, at most one for each
   * @throws UserFailure with every missing path, every restriction that could not be enforced, and
   *     every directory that cannot be looked into and may contain something restricted
   */
  public static List<Grant> merge(
      PathRequests requests, FileFacts files, List<Path> stateDirectories) {
    PathMerge rules = new PathMerge(requests, files, stateDirectories);
    requests.requests().forEach(rules::consider);
    List<Grant> grants = rules.apply();
    if (!rules.problems.isEmpty()) {
      throw new UserFailure(rules.problems);
    }
    return grants;
  }

  private void consider(Request request) {
    switch (request.target()) {
      case Exact exact ->
          consider(
              new PathDecision(request.rule(), request.layer(), files.of(exact.path()), false));
      case Matches matches ->
          files
              .matching(matches.glob())
              .forEach(path ->
                  consider(
                      new PathDecision(request.rule(), request.layer(), files.of(path), true)));
    }
  }

  private void consider(PathDecision decision) {
    if (isBesideThePoint(decision)) {
      return;
    }
    Optional<Obstacle> obstacle = decision.fact().obstacle();
    if (obstacle.isPresent()) {
      unseen.add(new UnseenPaths.Rule(decision.rule(), obstacle.get()));
      return;
    }
    if (!decision.fact().exists()) {
      // A denied path need not exist; a mask for it would have to be created on the host.
      if (!decision.rule().optional() && decision.rule().access() != Access.DENY) {
        problems.add(decision.missing());
      }
      return;
    }
    if (decision.grants() && files.doubts().led().contains(decision.fact().path())) {
      problems.add(decision.led());
      return;
    }
    Optional<Problem> other =
        Devices.problem(decision.rule(), decision.fact())
            .or(() -> Sockets.problem(decision.rule(), decision.fact()));
    if (other.isPresent()) {
      problems.add(other.get());
      return;
    }
    if (decision.leadsUpwards()) {
      return;
    }
    if (spares(decision)) {
      return;
    }
    if (decision.masks() && decision.fact().kind() != FileFact.Kind.FILE) {
      problems.add(decision.notAFile());
      return;
    }
    winners.merge(decision.fact().path(), decision, PathDecision::higher);
  }

  /**
   * Whether a rule about a name falls on what it is not meant for. On the agent's own state,
   * because the project is the home: there the instance is seen, and what the person has at that
   * path is not. Or on a socket, which it would open.
   */
  private boolean isBesideThePoint(PathDecision decision) {
    return decision.isOfAName()
        && (stateDirectories.stream().anyMatch(decision.fact().path()::startsWith)
            || stateDirectories.stream().anyMatch(decision.fact().real()::startsWith)
            || files.survey().sockets().contains(decision.fact().real()));
  }

  private boolean spares(PathDecision decision) {
    PathRule.Spared spared = decision.rule().spared();
    Path path = decision.fact().path();
    if (spared.directories() && decision.fact().kind() == FileFact.Kind.DIRECTORY) {
      return true;
    }
    return decision.byPattern()
        && ((spared.certificates() && files.details().certificates().contains(path))
            || spared.names().stream().anyMatch(name -> Glob.matchesName(name, path))
            || (decision.rule().access() == Access.DENY && asked.leavesAlone(path)));
  }

  private List<Grant> apply() {
    List<Bind> binds = binds();
    Map<Path, PathDecision> inside = new TreeMap<>();
    binds.forEach(bind -> inside.merge(bind.path(), bind.decision(), PathDecision::higher));
    winners.values().stream()
        .filter(decision -> !decision.grants() || decision.masks())
        .sorted(Comparator.comparing(PathDecision::isLed))
        .forEach(restriction -> restrict(restriction, binds, inside));
    problems.addAll(
        new UnseenPaths(real -> shown(real, binds, inside))
            .problems(unseen, files.survey().closed()));
    List<Grant> grants = new ArrayList<>();
    inside.forEach((path, decision) -> grants.add(grant(path, decision)));
    return grants;
  }

  /** The access at each place inside where a place of the host is visible. */
  private static List<Access> shown(Path real, List<Bind> binds, Map<Path, PathDecision> inside) {
    return binds.stream()
        .filter(bind -> real.startsWith(bind.source()))
        .map(bind -> nearest(bind.placeOf(real), inside))
        .toList();
  }

  private static Access nearest(Path place, Map<Path, PathDecision> inside) {
    for (Path at = place; at != null; at = at.getParent()) {
      PathDecision found = inside.get(at);
      if (found != null) {
        return found.rule().access();
      }
    }
    throw new IllegalStateException("no bind shows " + place);
  }

  /**
   * Decides the place of each grant. A grant keeps the name it was asked for, even if that leads
   * through symlinks, because the directories above it are newly made inside. Below another grant
   * the real directories are already there, links included, so there it goes to the place they lead
   * to, in that grant or elsewhere. The agent's own directory is newly made in any case.
   */
  private List<Bind> binds() {
    Map<Path, Bind> binds = new TreeMap<>();
    // Paths sort a parent before its contents.
    winners.values().stream()
        .filter(PathDecision::grants)
        .forEach(decision ->
            binds.put(decision.fact().path(), new Bind(place(decision.fact(), binds), decision)));
    return List.copyOf(binds.values());
  }

  private Path place(FileFact fact, Map<Path, Bind> binds) {
    for (Path at = fact.path().getParent(); at != null; at = at.getParent()) {
      if (stateDirectories.contains(at)) {
        return fact.path();
      }
      Bind above = binds.get(at);
      if (above != null) {
        return fact.real().startsWith(above.source()) ? above.placeOf(fact.real()) : fact.real();
      }
    }
    return fact.path();
  }

  private void restrict(
      PathDecision restriction, List<Bind> binds, Map<Path, PathDecision> inside) {
    Path real = restriction.fact().real();
    for (Bind bind : binds) {
      refuseReplaceable(restriction, bind);
      if (real.startsWith(bind.source()) && !restriction.leadsInto(bind.decision())) {
        Path place = bind.placeOf(real);
        if (!restriction.isLed() || nearest(place, inside) == Access.WRITE) {
          inside.merge(place, restriction, PathDecision::higher);
        }
      }
    }
  }

  /**
   * Refuses to protect what a symlink in a writable directory leads to: the agent can replace the
   * symlink, and the new one then leads past the protection. Where the rule is about a name that
   * need not be there, an agent could keep the launch from starting by such a symlink; the person
   * is told of the new one instead ({@code Traps}).
   */
  private void refuseReplaceable(PathDecision restriction, Bind bind) {
    Path asked = restriction.fact().path();
    Path real = restriction.fact().real();
    boolean inItsPlace = real.startsWith(bind.source()) && asked.equals(bind.placeOf(real));
    if (restriction.rule().access() == Access.PROTECT
        && !restriction.isOfAName()
        && bind.writable()
        && asked.startsWith(bind.path())
        && !inItsPlace) {
      Origin origin = restriction.rule().origin();
      problems.add(
          new Problem(
              "policy.protect-symlink",
              asked
                  + " cannot be protected: a symlink leads to it, and the agent could replace that"
                  + (origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")"),
              origin.where(),
              "put what it leads to, "
                  + real
                  + ", in its place, or remove the symlink; or let the agent change it: --write "
                  + asked));
    }
  }

  private static Grant grant(Path path, PathDecision decision) {
    return new Grant(
        path,
        decision.fact().real(),
        decision.rule().access(),
        decision.fact().kind() == FileFact.Kind.DIRECTORY,
        decision.rule().masks(),
        decision.rule().origin());
  }
}
