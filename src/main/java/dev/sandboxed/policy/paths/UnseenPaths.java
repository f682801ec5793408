package dev.sandboxed.policy.paths;

import dev.sandboxed.files.Obstacle;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Paths that could not be looked at. If they counted as missing, an agent could close a directory
 * in one session, open it in the next, and find no masks in it.
 */
public final class UnseenPaths {

  /** A rule about a path that could not be looked at. */
  record Rule(PathRule rule, Obstacle obstacle) {}

  /** The access at each place inside that shows a given place of the host. */
  private final Function<Path, List<Access>> shown;

  private final Map<Path, Problem> problems = new LinkedHashMap<>();

  /**
   * @param shown for a place of the host, the access at each place inside where it is visible
   */
  UnseenPaths(Function<Path, List<Access>> shown) {
    this.shown = shown;
  }

  /**
   * The problems, one for each thing in the way.
   *
   * @param closed directories that may contain sockets, or matches of a pattern
   */
  List<Problem> problems(List<Rule> rules, List<Obstacle> closed) {
    rules.forEach(this::consider);
    closed.forEach(this::consider);
    return new ArrayList<>(problems.values());
  }

  private void consider(Rule unseen) {
    PathRule rule = unseen.rule();
    Obstacle obstacle = unseen.obstacle();
    boolean grant = PathRequests.grants(rule.access());
    // A place that the agent cannot reach either needs no mask.
    boolean matters =
        grant
            ? !rule.optional()
            : obstacle.passage() != Obstacle.Passage.NONE
                && shown.apply(obstacle.place()).stream().anyMatch(access -> access != Access.DENY);
    if (matters) {
      String which =
          rule.origin() instanceof Origin.Line ? "" : " (" + rule.origin().describe() + ")";
      problems.putIfAbsent(obstacle.place(), obstacle.problem(rule.origin().where(), which));
    }
  }

  private void consider(Obstacle closed) {
    boolean matters =
        shown.apply(closed.place()).stream()
            .anyMatch(access ->
                switch (closed.passage()) {
                  case NONE -> false;
                  // Its mode can be changed only where it can be written.
                  case OWNER -> access == Access.WRITE;
                  case OPEN -> access != Access.DENY;
                });
    if (matters) {
      problems.putIfAbsent(closed.place(), closed.problem(Optional.empty(), ""));
    }
  }

  /**
   * A remark about what is left out because it could not be looked at.
   *
   * @param logins the files of the person's login
   */
  public static List<Remark> remarks(PathRequests requests, List<Path> logins, FileFacts files) {
    Stream<Path> grants =
        requests.requests().stream()
            .filter(request ->
                PathRequests.grants(request.rule().access()) && request.rule().optional())
            .map(PathRequests.Request::target)
            .filter(PathRequests.Exact.class::isInstance)
            .map(PathRequests.Exact.class::cast)
            .map(PathRequests.Exact::path);
    List<Obstacle> obstacles =
        Stream.concat(grants, logins.stream())
            .flatMap(path -> files.of(path).obstacle().stream())
            .toList();
    return obstacles.isEmpty()
        ? List.of()
        : List.of(
            Remark.of(
                "paths.left-out",
                "left out, because it cannot be looked at: "
                    + obstacles.stream()
                        .map(obstacle -> obstacle.path().toString())
                        .distinct()
                        .collect(Collectors.joining(", "))));
  }
}
