package dev.sandboxed.policy.paths;

import dev.sandboxed.follow.Followed;
import dev.sandboxed.follow.Followed.Mention;
import dev.sandboxed.follow.Followed.Place;
import dev.sandboxed.follow.Followed.Weight;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.RootLayout;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which of the things that the person's files of an agent name come along, read-only, and
 * says what is missing in spite of that.
 */
public final class FollowedPaths {

  private final HostFacts host;
  private final Followed followed;
  private final PersonalFiles personal;
  private final Set<Path> included = new HashSet<>();
  private final List<PathRule> rules = new ArrayList<>();

  /**
   * What is followed in one launch.
   *
   * @param requests the rules of all layers
   * @param grants the result of merging them
   */
  public FollowedPaths(
      HostFacts host,
      GitFacts git,
      Followed followed,
      FileFacts files,
      PathRequests requests,
      List<Grant> grants,
      Safeguards wards) {
    this.host = host;
    this.followed = followed;
    personal = new PersonalFiles(host, git, files, requests, grants, wards);
    int before;
    do {
      before = included.size();
      followed.mentions().forEach(this::consider);
    } while (included.size() > before);
  }

  private void consider(Mention mention) {
    if (!counts(mention) || !personal.areUnwritten(mention.byWay())) {
      return;
    }
    for (Place place : mention.places()) {
      if (place.along()
          && !included.contains(place.path())
          && personal.include(place.path(), place.way())) {
        included.add(place.path());
        if (!shown(place, personal::nearest)) {
          rules.add(new PathRule(Access.READ, place.path().toString(), true, origin(mention)));
        }
      }
    }
  }

  /** Whether the agent reads the file that names it, and cannot write it. */
  private boolean counts(Mention mention) {
    return personal.isOpen(mention.byWay()) && (mention.first() || included.contains(mention.by()));
  }

  /** The rules that show what comes along. */
  public List<PathRule> rules() {
    return List.copyOf(rules);
  }

  private Origin origin(Mention mention) {
    return new Origin.Host("named in " + where(mention));
  }

  private String where(Mention mention) {
    return shown(file(mention)) + " (" + mention.key() + ")";
  }

  /** The file that names it, as the person knows it. */
  private Path file(Mention mention) {
    return followed.moved().onHost(mention.by());
  }

  private String shown(Path path) {
    Path home = host.person().home();
    return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
  }

  /**
   * What is named and not inside.
   *
   * @param grants of the finished policy
   * @param state the agent's own directories, which hide what grants show there
   * @param path the directories of PATH inside
   * @param acceptsGuards whether a missing guard is only remarked
   */
  public Missing missing(
      List<Grant> grants, List<Path> state, List<Path> path, boolean acceptsGuards) {
    List<Remark> remarks = new ArrayList<>();
    followed.leftOut().forEach(text -> remarks.add(Remark.of("follow.left-out", text)));
    List<Problem> problems = new ArrayList<>();
    for (Mention mention : followed.mentions()) {
      if (!counts(mention)) {
        continue;
      }
      boolean there =
          mention.places().stream()
              .anyMatch(place ->
                  shown(place, at -> nearest(at, grants, state)) && found(mention, place, path));
      if (there) {
        remarks.addAll(partly(mention, grants, state));
      } else if (mention.weight() == Weight.GUARD && !acceptsGuards) {
        problems.add(
            Problem.of(
                "policy.missing-guard",
                what(mention) + ": the agent would go on without this guard",
                remedy(mention) + "or accept it: --accept missing-guards"));
      } else if (!personal.areUnwritten(mention.byWay())) {
        remarks.add(
            Remark.of(
                "follow.written",
                "not everything that "
                    + shown(file(mention))
                    + " names is inside: an agent could write that file in an earlier session, so only a rule shows more"));
      } else {
        remarks.add(Remark.of("follow.not-inside", what(mention) + remedyOfRemark(mention)));
      }
    }
    return new Missing(remarks.stream().distinct().toList(), problems);
  }

  /**
   * What is missing.
   *
   * @param remarks what a person should know
   * @param problems what prevents the launch
   */
  public record Missing(List<Remark> remarks, List<Problem> problems) {
    public Missing {
      remarks = List.copyOf(remarks);
      problems = List.copyOf(problems);
    }
  }

  private String what(Mention mention) {
    return (mention.word().startsWith("/") ? shown(Path.of(mention.word())) : mention.word())
        + absence(mention)
        + ", although "
        + where(mention)
        + " names it";
  }

  /** Nothing is known about a name that depends on the directory in which it is used. */
  private static String absence(Mention mention) {
    if (!mention.places().isEmpty() || isRelative(mention)) {
      return " is not inside";
    }
    return mention.word().contains("/") ? " does not exist" : " is not on your PATH";
  }

  private static boolean isRelative(Mention mention) {
    return mention.word().contains("/") && !mention.word().startsWith("/");
  }

  private String remedy(Mention mention) {
    return option(mention)
        .map(read -> "show it, " + read + ", ")
        .orElseGet(() ->
            (isRelative(mention)
                    ? "name it by its whole path in "
                    : "install it, or take it out of ")
                + shown(file(mention))
                + ", ");
  }

  private String remedyOfRemark(Mention mention) {
    return option(mention).map(read -> ": " + read + " shows it").orElse("");
  }

  private Optional<String> option(Mention mention) {
    return mention.places().stream().findFirst().map(place -> "--read " + shown(place.path()));
  }

  private List<Remark> partly(Mention mention, List<Grant> grants, List<Path> state) {
    return mention.places().stream()
        .filter(place -> included.contains(place.path()))
        .flatMap(place -> place.partOf().stream())
        .filter(top -> nearest(top, grants, state).isEmpty())
        .map(top ->
            Remark.of(
                "follow.part-of-more",
                shown(Path.of(mention.word()))
                    + " is inside, but not the rest of "
                    + shown(top)
                    + ", which it may need: --read "
                    + shown(top)
                    + " shows it"))
        .toList();
  }

  /** Whether a program is found by its name inside. */
  private static boolean found(Mention mention, Place place, List<Path> path) {
    return mention.word().contains("/")
        || path.stream().anyMatch(directory -> directory.equals(place.path().getParent()));
  }

  private static Optional<Grant> nearest(Path at, List<Grant> grants, List<Path> state) {
    return PersonalFiles.nearest(at, grants)
        .filter(grant ->
            state.stream().noneMatch(own -> at.startsWith(own) && !grant.path().startsWith(own)));
  }

  private interface Nearest {
    Optional<Grant> of(Path place);
  }

  /** Whether each place on the way is where it is on the host, up to one that shows the file. */
  private boolean shown(Place place, Nearest nearest) {
    List<Path> way = new ArrayList<>(place.way());
    // Only where a variable moves it is it elsewhere on the host.
    way.set(0, place.path());
    for (Path at : way) {
      Optional<Grant> grant = nearest.of(at);
      if (grant.isEmpty()) {
        if (!isRootLink(at)) {
          return false;
        }
      } else if (!grant.get().path().equals(grant.get().source())) {
        Path there = grant.get().source().resolve(grant.get().path().relativize(at)).normalize();
        return there.equals(place.real());
      }
    }
    return true;
  }

  private boolean isRootLink(Path path) {
    return host.system().layout() instanceof RootLayout.Usr
        && BaseSystem.links(host).stream().anyMatch(link -> path.startsWith(link.path()));
  }
}
