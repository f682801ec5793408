package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Closes every socket that a grant shows without naming it. A read-only mount does not stop
 * connect(2), and the listener is outside the sandbox.
 */
public final class Sockets {

  private static final Origin WHY =
      new Origin.BuiltIn("a socket, whose other end is outside; read = [\"its path\"] opens it");

  private Sockets() {}

  /**
   * Rules below every layer that a person writes, so that naming a socket opens it.
   *
   * @param moved what is elsewhere on this host than inside
   * @throws UserFailure if a grant shows a socket in whose place another one is inside: the rules
   *     about that place are about the other one
   */
  public static List<PathRule> rules(FileFacts files, MovedPlaces moved) {
    List<Problem> problems =
        files.survey().sockets().stream()
            .filter(moved.places()::containsKey)
            .map(Sockets::covered)
            .toList();
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return files.survey().sockets().stream()
        .map(Path::toString)
        .map(path -> new PathRule(Access.DENY, path, true, WHY))
        .toList();
  }

  private static Problem covered(Path socket) {
    return Problem.of(
        "policy.socket-covered",
        "a rule shows " + socket + ", where a key of [sockets] would have another socket",
        "show no directory that this socket is in, or take that key out");
  }

  /** What is wrong with a rule that grants a socket, if something else came into its place. */
  static Optional<Problem> problem(PathRule rule, FileFact fact) {
    return rule.access() != Access.SOCKET || fact.kind() == FileFact.Kind.SPECIAL
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "policy.no-socket",
                fact.real() + " is no socket any more",
                rule.origin().where(),
                "start again"));
  }
}
