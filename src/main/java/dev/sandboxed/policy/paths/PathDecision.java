package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.util.List;
import java.util.stream.Stream;

/** One rule about one path that has been looked at, and how it ranks beside others there. */
record PathDecision(PathRule rule, int layer, FileFact fact, boolean byPattern) {

  private boolean outranks(PathDecision other) {
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
  private boolean adds(PathDecision other) {
    return masks() && other.masks() && layer == other.layer;
  }

  /** The same, with the masks of both. */
  private PathDecision and(PathDecision other) {
    List<String> all =
        Stream.concat(other.rule.masks().stream(), rule.masks().stream()).distinct().toList();
    PathRule both =
        new PathRule(
            rule.access(), rule.pattern(), rule.optional(), rule.spared(), all, rule.origin());
    return new PathDecision(both, layer, fact, byPattern);
  }

  boolean grants() {
    return PathRequests.grants(rule.access());
  }

  /**
   * Whether the rule is about whatever has a name, and not about something that the person knows to
   * be there. An agent may have made it.
   */
  private boolean isByName() {
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
   * Whether such a rule fell on what a symlink leads to. It restricts that, and opens nothing: the
   * agent may have chosen it.
   */
  boolean isLed() {
    return isOfAName() && !fact.real().equals(fact.path());
  }

  /**
   * Whether a pattern only matched a symlink to a directory that contains the link itself. An agent
   * can make such a link, and masking its target would hide no secret.
   */
  boolean leadsUpwards() {
    return isByName() && fact.symlink() && fact.path().startsWith(fact.real());
  }

  /**
   * The same, but to what a rule of the base system of every sandbox shows, such as {@code /usr}.
   */
  boolean leadsInto(PathDecision shown) {
    return isByName()
        && fact.symlink()
        && shown.layer == PathRequests.BASE
        && shown.rule.access() == Access.READ;
  }

  /** Which of two about one path holds. */
  static PathDecision higher(PathDecision earlier, PathDecision later) {
    if (earlier.adds(later)) {
      return later.and(earlier);
    }
    return earlier.outranks(later) ? earlier : later;
  }

  Problem notAFile() {
    return new Problem(
        "policy.mask-no-file",
        fact.path() + " is not a file, so no part of it can be masked",
        rule.origin().where(),
        "name the file, or deny what is in the directory");
  }

  /** The file is reached through a symlink: an agent may have chosen what it shows. */
  Problem led() {
    Origin origin = rule.origin();
    return new Problem(
        "policy.led",
        fact.path()
            + " leads to "
            + fact.real()
            + " through a symlink that an agent could have made in an earlier session"
            + (origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")"),
        origin.where(),
        "if that is where it should lead, name that instead, or lead there without that symlink");
  }

  Problem missing() {
    Origin origin = rule.origin();
    String where = origin instanceof Origin.Line ? "" : " (" + origin.describe() + ")";
    return new Problem(
        "policy.missing-path",
        "there is no " + fact.path() + where,
        origin.where(),
        origin instanceof Origin.Line
            ? "create it, or write { path = \"" + rule.pattern() + "\", optional = true }"
            : "create it, or leave it out");
  }
}
