package dev.sandboxed.policy.paths;

import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.List;

/**
 * Closes every socket that a grant shows without naming it. A read-only mount does not stop
 * connect(2), and the listener is outside the sandbox.
 */
public final class Sockets {

  private static final Origin WHY =
      new Origin.BuiltIn("a socket, whose other end is outside; read = [\"its path\"] opens it");

  private Sockets() {}

  /** Rules below every layer that a person writes, so that naming a socket opens it. */
  public static List<PathRule> rules(FileFacts files) {
    return files.survey().sockets().stream()
        .map(Path::toString)
        .map(path -> new PathRule(Access.DENY, path, true, WHY))
        .toList();
  }
}
