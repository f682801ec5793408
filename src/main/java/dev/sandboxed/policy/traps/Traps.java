package dev.sandboxed.policy.traps;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.PathRequests;
import dev.sandboxed.policy.paths.PathRequests.Exact;
import dev.sandboxed.policy.paths.PathRequests.Matches;
import dev.sandboxed.policy.paths.PathRequests.Request;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.Layer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What rules protect in the project and no mount can hold: nothing is there, or a symlink is, which
 * the agent can replace. An agent that makes one leaves a trap for whatever obeys it outside, so
 * these are looked for when the session has ended.
 *
 * @param project where they are looked for
 * @param missing paths at which nothing was, sorted
 * @param links symlinks, and where each led
 * @param patterns what matches them is new if it is not among {@code known}; none crosses
 *     directories
 * @param known what matched them
 * @param answer what happens to a new one
 */
public record Traps(
    Path project,
    List<Path> missing,
    Map<Path, Path> links,
    List<Glob> patterns,
    List<Path> known,
    Located<Layer.NewTrap> answer) {

  // Longer than most paths of a project.
  private static final int LONGEST_NAME = 200;

  public Traps {
    missing = List.copyOf(missing);
    links = Map.copyOf(links);
    patterns = List.copyOf(patterns);
    known = List.copyOf(known);
  }

  /** Nothing to look for. */
  public static Traps none(Path project) {
    return new Traps(
        project,
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        new Located<>(Layer.NewTrap.REPORT, new Origin.BuiltIn("nothing is protected by name")));
  }

  /**
   * What the rules of a launch come to.
   *
   * @param told what is looked for in any case, because git obeys it
   */
  public static Traps of(
      PathRequests rules,
      FileFacts files,
      List<Grant> grants,
      Path project,
      List<Path> told,
      Located<Layer.NewTrap> answer) {
    Set<Path> missing = new TreeSet<>();
    Map<Path, Path> links = new TreeMap<>();
    Set<Glob> patterns = new HashSet<>();
    Set<Path> known = new TreeSet<>();
    for (Request request : rules.requests()) {
      if (request.rule().access() != Access.PROTECT || request.layer() <= PathRequests.BASE) {
        continue;
      }
      switch (request.target()) {
        case Exact(Path path) when isIn(project, path) && !told.contains(path) -> {
          if (isWritable(path, grants) && !isOpened(path, request.layer(), rules)) {
            look(files.of(path), missing, links);
          }
        }
        case Exact _ -> {}
        case Matches(Glob glob) -> {
          if (!glob.crossesDirectories() && isWithin(project, glob.base())) {
            patterns.add(glob);
            known.addAll(files.matching(glob));
          }
        }
      }
    }
    return new Traps(
        project,
        List.copyOf(missing),
        links,
        patterns.stream().sorted(Comparator.comparing(Glob::toString)).toList(),
        List.copyOf(known),
        answer);
  }

  private static void look(FileFact fact, Set<Path> missing, Map<Path, Path> links) {
    switch (fact.kind()) {
      case MISSING -> missing.add(fact.path());
      case FILE, DIRECTORY, SPECIAL -> {
        if (!fact.real().equals(fact.path())) {
          links.put(fact.path(), fact.real());
        }
      }
      // It stops the launch where it matters.
      case UNKNOWN -> {}
    }
  }

  private static boolean isWithin(Path project, Path path) {
    return path.startsWith(project);
  }

  private static boolean isIn(Path project, Path path) {
    return isWithin(project, path) && !path.equals(project);
  }

  private static boolean isWritable(Path path, List<Grant> grants) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()) && !path.equals(grant.path()))
        .max(Comparator.comparingInt(grant -> grant.path().getNameCount()))
        .filter(grant -> grant.access() == Access.WRITE)
        .isPresent();
  }

  /** Whether a later layer lets the agent change it. */
  private static boolean isOpened(Path path, int layer, PathRequests rules) {
    return rules.requests().stream()
        .anyMatch(request ->
            request.layer() > layer
                && request.rule().access() == Access.WRITE
                && request.target().equals(new Exact(path)));
  }

  /** Whether there is nothing to look for. */
  public boolean isEmpty() {
    return missing.isEmpty() && links.isEmpty() && patterns.isEmpty();
  }

  /** What a person should know beforehand. */
  public List<Remark> remarks() {
    Stream<Remark> replaceable =
        links.keySet().stream()
            .sorted()
            .map(link ->
                Remark.of(
                    "policy.trap-link",
                    Quoted.of(project.relativize(link).toString(), LONGEST_NAME)
                        + " leads through a symlink, which the agent can replace; if it does, you"
                        + " are told when the session ends"));
    Stream<Remark> moved =
        answer.value() == Layer.NewTrap.QUARANTINE && !isEmpty()
            ? Stream.of(
                Remark.from(
                    answer.origin(),
                    "policy.quarantine",
                    "what is protected and appears in the session is moved out of the project when"
                        + " it ends"))
            : Stream.empty();
    return Stream.concat(replaceable, moved).toList();
  }

  /** What is said of a path besides whether it can be written; empty if nothing is. */
  public Optional<String> about(Path path) {
    boolean quarantine = answer.value() == Layer.NewTrap.QUARANTINE;
    String then =
        quarantine
            ? "is reported and moved out of the project when the session ends"
            : "is reported when the session ends";
    if (missing.contains(path)) {
      return Optional.of("nothing is there, and what appears " + then);
    }
    return links.containsKey(path)
        ? Optional.of("a symlink leads there, and another one " + then)
        : Optional.empty();
  }
}
