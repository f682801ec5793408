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
import java.util.stream.Stream;

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

  /** One rule about one path that has been looked at. */
  private record Decision(PathRule rule, int layer, FileFact fact, boolean byPattern) {

    boolean outranks(Decision other) {
      return layer != other.layer ? layer > other.layer : rank() < other.rank();
    }

    /** A file that is shown in part is a restriction, too. */
    private int rank() {
      return switch (rule.access()) {
        case DENY -> 0;
        case PROTECT -> 2;
        case WRITE -> 3;
        case READ -> masks() ? 1 : 4;
        case DEVICE -> 5;
        case SOCKET -> 6;
      };
    }

    boolean masks() {
      return !rule.masks().isEmpty();
    }

    /** Whether both show a part of the same file, and neither is above the other. */
    boolean adds(Decision other) {
      return masks() && other.masks() && layer == other.layer;
    }

    /** The same, with the masks of both. */
    Decision and(Decision other) {
      List<String> all =
          Stream.concat(other.rule.masks().stream(), rule.masks().stream()).distinct().toList();
      PathRule both =
          new PathRule(
              rule.access(), rule.pattern(), rule.optional(), rule.spared(), all, rule.origin());
      return new Decision(both, layer, fact, byPattern);
    }

    boolean grants() {
      return PathRequests.grants(rule.access());
    }

    /**
     * Whether the rule is about whatever has a name, and not about something that the person knows
     * to be there. An agent may have made it.
     */
    boolean isByName() {
      return byPattern || isOfAName();
    }

    /** The same of one name. What git obeys is not among them: its rules are no profile's. */
    boolean isOfAName() {
      return !byPattern
          && rule.access() == Access.PROTECT
          && rule.optional()
          && layer > PathRequests.BASE;
    }

    /**
     * Whether such a rule fell on what a symlink leads to. It restricts that, and opens nothing:
     * the agent may have chosen it.
     */
    boolean isLed() {
      return isOfAName() && !fact.real().equals(fact.path());
    }

    /**
     * Whether a pattern only matched a symlink to a directory that contains the link itself. An
     * agent can make such a link, and masking its target would hide no secret.
     */
    boolean leadsUpwards() {
      return isByName() && fact.symlink() && fact.path().startsWith(fact.real());
    }

    /** The same, but to a part of the base system of every sandbox, such as {@code /usr}. */
    boolean leadsTo(Bind bind) {
      return isByName()
          && fact.symlink()
          && bind.decision().layer() == PathRequests.BASE
          && bind.decision().rule().access() == Access.READ;
    }
  }

  /** A granted file or directory and where it will be inside. */
  private record Bind(Path path, Decision decision) {
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
  private final Map<Path, Decision> winners = new TreeMap<>();
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
          consider(new Decision(request.rule(), request.layer(), files.of(exact.path()), false));
      case Matches matches ->
          files
              .matching(matches.glob())
              .forEach(path ->
                  consider(new Decision(request.rule(), request.layer(), files.of(path), true)));
    }
  }

  private void consider(Decision decision) {
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
        problems.add(missing(decision));
      }
      return;
    }
    if (decision.grants() && files.doubts().led().contains(decision.fact().path())) {
      problems.add(led(decision));
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
      problems.add(notAFile(decision));
      return;
    }
    winners.merge(decision.fact().path(), decision, PathMerge::higher);
  }

  /**
   * Whether a rule about a name falls on what it is not meant for. On the agent's own state,
   * because the project is the home: there the instance is seen, and what the person has at that
   * path is not. Or on a socket, which it would open.
   */
  private boolean isBesideThePoint(Decision decision) {
    return decision.isOfAName()
        && (stateDirectories.stream().anyMatch(decision.fact().path()::startsWith)
            || stateDirectories.stream().anyMatch(decision.fact().real()::startsWith)
            || files.survey().sockets().contains(decision.fact().real()));
  }

  private boolean spares(Decision decision) {
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
    Map<Path, Decision> inside = new TreeMap<>();
    binds.forEach(bind -> inside.merge(bind.path(), bind.decision(), PathMerge::higher));
    winners.values().stream()
        .filter(decision -> !decision.grants() || decision.masks())
        .sorted(Comparator.comparing(Decision::isLed))
        .forEach(restriction -> restrict(restriction, binds, inside));
    problems.addAll(
        new UnseenPaths(real -> shown(real, binds, inside))
            .problems(unseen, files.survey().closed()));
    List<Grant> grants = new ArrayList<>();
    inside.forEach((path, decision) -> grants.add(grant(path, decision)));
    return grants;
  }

  /** The access at each place inside where a place of the host is visible. */
  private static List<Access> shown(Path real, List<Bind> binds, Map<Path, Decision> inside) {
    return binds.stream()
        .filter(bind -> real.startsWith(bind.source()))
        .map(bind -> nearest(bind.placeOf(real), inside))
        .toList();
  }

  private static Access nearest(Path place, Map<Path, Decision> inside) {
    for (Path at = place; at != null; at = at.getParent()) {
      Decision found = inside.get(at);
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
        .filter(Decision::grants)
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

  private void restrict(Decision restriction, List<Bind> binds, Map<Path, Decision> inside) {
    Path real = restriction.fact().real();
    for (Bind bind : binds) {
      refuseReplaceable(restriction, bind);
      if (real.startsWith(bind.source()) && !restriction.leadsTo(bind)) {
        Path place = bind.placeOf(real);
        if (!restriction.isLed() || nearest(place, inside) == Access.WRITE) {
          inside.merge(place, restriction, PathMerge::higher);
        }
      }
    }
  }

  private static Decision higher(Decision earlier, Decision later) {
    if (earlier.adds(later)) {
      return later.and(earlier);
    }
    return earlier.outranks(later) ? earlier : later;
  }

  /**
   * Refuses to protect what a symlink in a writable directory leads to: the agent can replace the
   * symlink, and the new one then leads past the protection. Where the rule is about a name that
   * need not be there, an agent could keep the launch from starting by such a symlink; the person
   * is told of the new one instead ({@code Traps}).
   */
  private void refuseReplaceable(Decision restriction, Bind bind) {
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

  private static Grant grant(Path path, Decision decision) {
    return new Grant(
        path,
        decision.fact().real(),
        decision.rule().access(),
        decision.fact().kind() == FileFact.Kind.DIRECTORY,
        decision.rule().masks(),
        decision.rule().origin());
  }

  private static Problem notAFile(Decision decision) {
    return new Problem(
        "policy.mask-no-file",
        decision.fact().path() + " is not a file, so no part of it can be masked",
        decision.rule().origin().where(),
        "name the file, or deny what is in the directory");
  }

  /** An agent may have chosen what it shows. */
  private static Problem led(Decision decision) {
    Origin origin = decision.rule().origin();
    return new Problem(
        "policy.led",
        decision.fact().path()
            + " leads to "
            + decision.fact().real()
            + " through a symlink that an agent could have made in an earlier session"
            + (origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")"),
        origin.where(),
        "if that is where it should lead, name that instead, or lead there without that symlink");
  }

  private static Problem missing(Decision decision) {
    Origin origin = decision.rule().origin();
    String where = origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")";
    return new Problem(
        "policy.missing-path",
        "there is no " + decision.fact().path() + where,
        origin.where(),
        origin instanceof Origin.Line
            ? "create it, or write { path = \""
                + decision.rule().pattern()
                + "\", optional = true }"
            : "create it, or leave it out");
  }
}
