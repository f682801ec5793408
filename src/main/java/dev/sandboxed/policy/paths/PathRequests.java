package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.MovedPlaces;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.Project;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.problem.Findings;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The path rules of all layers with their paths expanded: what the file probe must look at. */
public final class PathRequests {

  /**
   * One rule of one layer.
   *
   * @param layer its number; a later layer has a higher one
   */
  public record Request(PathRule rule, int layer, Target target) {}

  /** The path or pattern that a rule is about. */
  public sealed interface Target {}

  public record Exact(Path path) implements Target {}

  public record Matches(Glob glob) implements Target {}

  // Below every layer that a person writes.
  public static final int BASE = -1;

  // And below that, what an agent's definition says of an organization's rules.
  private static final int MANAGED = -2;

  private final List<Request> requests;
  private final List<Path> unmasked;

  private PathRequests(List<Request> requests, List<Path> unmasked) {
    this.requests = List.copyOf(requests);
    this.unmasked = List.copyOf(unmasked);
  }

  /**
   * Expands the rules of this machine's base system, of the project's repository and of all layers.
   *
   * @param layers in order, the later above the earlier
   * @param moved what is elsewhere on the host than inside, as the rules name it
   * @throws UserFailure with every rule that cannot be understood
   */
  public static PathRequests of(
      HostFacts host, GitFacts git, List<Layer> layers, MovedPlaces moved) {
    PathVariables places = new PathVariables(host);
    List<Request> requests = new ArrayList<>();
    Stream.concat(BaseSystem.rules(host).stream(), GitRules.of(git).stream())
        .forEach(rule -> requests.add(new Request(rule, BASE, new Exact(Path.of(rule.pattern())))));
    List<Path> unmasked = new ArrayList<>();
    Findings findings = new Findings();
    for (int layer = 0; layer < layers.size(); layer++) {
      for (PathRule rule : rules(layers.get(layer), host.project(), places, findings)) {
        if (rule.optional() && places.lacksOneOf(rule.pattern())) {
          continue;
        }
        int at = layer;
        findings
            .of(() -> new Request(rule, at, target(rule, places, moved)))
            .ifPresent(requests::add);
      }
      layers
          .get(layer)
          .filesystem()
          .unmasked()
          .forEach(place ->
              unmasked.add(
                  host.project()
                      .directory()
                      .resolve(places.expand(place.value(), place.origin()))
                      .normalize()));
    }
    findings.check();
    return new PathRequests(requests, unmasked);
  }

  private static List<PathRule> rules(
      Layer layer, Project project, PathVariables places, Findings findings) {
    List<PathRule> rules = new ArrayList<>(withEnclosing(layer.paths(), project));
    findings.of(() -> ProgramDirectories.grants(layer, places)).ifPresent(rules::addAll);
    return rules;
  }

  /** The same rules, and what the rules of enclosing projects say about this project. */
  private static List<PathRule> withEnclosing(List<PathRule> rules, Project project) {
    Stream<PathRule> around =
        project.enclosing().stream()
            .flatMap(
                enclosing -> EnclosingRules.of(rules, enclosing, project.directory()).stream());
    return Stream.concat(rules.stream(), around).distinct().toList();
  }

  private static Target target(PathRule rule, PathVariables places, MovedPlaces moved) {
    String path = places.expand(rule.pattern(), rule.origin());
    if (!Glob.isGlob(rule.pattern())) {
      return new Exact(granted(places.project().resolve(path).normalize(), rule));
    }
    if (grants(rule.access())) {
      throw problem(
          rule,
          "policy.glob-grants",
          "\"" + rule.pattern() + "\" has a wildcard, and only deny and protect accept those",
          "name the directory itself: what is granted should not depend on what is in it");
    }
    return new Matches(
        path.startsWith("/") ? absolute(path, moved) : Glob.of(places.project(), path));
  }

  /** A pattern is matched on the host, where a variable may have moved what it is about. */
  private static Glob absolute(String pattern, MovedPlaces moved) {
    return moved.places().entrySet().stream()
        .filter(place -> pattern.startsWith(place.getKey() + "/"))
        .max(Comparator.comparingInt(place -> place.getKey().getNameCount()))
        .map(place ->
            Glob.of(place.getValue(), pattern.substring(place.getKey().toString().length() + 1)))
        .orElseGet(() -> Glob.of(Path.of("/"), pattern.substring(1)));
  }

  /**
   * Refuses the root and the kernel's file systems: bwrap makes them, never the host's are used.
   */
  private static Path granted(Path path, PathRule rule) {
    if (rule.access() == Access.DEVICE) {
      return device(path, rule);
    }
    if (grants(rule.access()) && Devices.areIn(path)) {
      throw problem(
          rule,
          "policy.system-path",
          path + " cannot be read or written: it is a device, and not a file",
          Devices.grants(path)
              ? "name it as one: --device " + path + ", or devices below [filesystem]"
              : "leave it out: no device of this name can be granted, because "
                  + Devices.objection(path));
    }
    if (grants(rule.access()) && (path.getNameCount() == 0 || isOfTheKernel(path))) {
      throw problem(
          rule,
          "policy.system-path",
          path + " cannot be granted: the sandbox has its own",
          path.getNameCount() == 0
              ? "name the directories below it that you need"
              : "leave it out");
    }
    return path;
  }

  /** Where a link in /dev leads is not known yet. */
  private static Path device(Path path, PathRule rule) {
    if (!Devices.areIn(path)) {
      throw problem(
          rule,
          "policy.device",
          path + " cannot be granted as a device: " + Devices.objection(path),
          "name a device such as /dev/kvm; files belong in read or write");
    }
    return path;
  }

  static boolean isOfTheKernel(Path path) {
    return Stream.of("/proc", "/sys", "/dev").anyMatch(path::startsWith);
  }

  public static boolean grants(Access access) {
    return switch (access) {
      case READ, WRITE, DEVICE, SOCKET -> true;
      case DENY, PROTECT -> false;
    };
  }

  private static UserFailure problem(PathRule rule, String code, String message, String hint) {
    return new UserFailure(new Problem(code, message, rule.origin().where(), hint));
  }

  /** The paths whose facts {@link PathMerge} needs. */
  public List<Path> paths() {
    return requests.stream()
        .map(Request::target)
        .filter(Exact.class::isInstance)
        .map(Exact.class::cast)
        .map(Exact::path)
        .toList();
  }

  /** The paths that a layer grants, where symlinks must therefore work inside. */
  public List<Path> linking() {
    return requests.stream()
        .filter(request -> request.layer() > BASE && grants(request.rule().access()))
        .filter(request -> request.rule().access() != Access.DEVICE)
        .map(Request::target)
        .filter(Exact.class::isInstance)
        .map(Exact.class::cast)
        .map(Exact::path)
        .toList();
  }

  /** The paths of files of which a layer shows a part. */
  public List<Path> partlyMasked() {
    return requests.stream()
        .filter(request -> !request.rule().masks().isEmpty())
        .map(Request::target)
        .filter(Exact.class::isInstance)
        .map(Exact.class::cast)
        .map(Exact::path)
        .toList();
  }

  /** The devices that a layer grants. */
  public List<Path> devices() {
    return granting(Access.DEVICE);
  }

  /** The paths to which some layer, or the machine's base, gives this access. */
  public List<Path> granting(Access access) {
    return requests.stream()
        .filter(request -> request.rule().access() == access)
        .map(Request::target)
        .filter(Exact.class::isInstance)
        .map(Exact.class::cast)
        .map(Exact::path)
        .toList();
  }

  /** The globs whose matches {@link PathMerge} needs. */
  public List<Glob> globs() {
    return requests.stream()
        .map(Request::target)
        .filter(Matches.class::isInstance)
        .map(Matches.class::cast)
        .map(Matches::glob)
        .toList();
  }

  /** The same requests, and those for an organization's rules, which rank below all others. */
  public PathRequests withManaged(List<PathRule> rules) {
    Stream<Request> more =
        rules.stream()
            .map(rule -> {
              String path = rule.pattern();
              Target target =
                  Glob.isGlob(path)
                      ? new Matches(Glob.of(Path.of("/"), path.substring(1)))
                      : new Exact(Path.of(path).normalize());
              return new Request(rule, MANAGED, target);
            });
    return new PathRequests(Stream.concat(requests.stream(), more).toList(), unmasked);
  }

  /** The places of an organization's rules, whether they exist or not. */
  List<Path> managed(FileFacts files) {
    return requests.stream()
        .filter(request -> request.layer() == MANAGED)
        .flatMap(request -> found(request.target(), files))
        .toList();
  }

  /** The globs of those rules that leave files of certificates alone. */
  public List<Glob> certificateGlobs() {
    return requests.stream()
        .filter(request -> request.rule().spared().certificates())
        .map(Request::target)
        .filter(Matches.class::isInstance)
        .map(Matches.class::cast)
        .map(Matches::glob)
        .toList();
  }

  /** The paths of what some rule denies, as far as it is there. */
  public List<Path> deniedPaths(FileFacts files) {
    return requests.stream()
        .filter(request -> request.rule().access() == Access.DENY)
        .flatMap(request -> found(request.target(), files))
        .distinct()
        .toList();
  }

  /** The rules that deny a place by its own name, in order. */
  List<PathRule> denials(FileFact fact, FileFacts files) {
    return requests.stream()
        .filter(request -> request.rule().access() == Access.DENY)
        .filter(request ->
            found(request.target(), files)
                .anyMatch(place -> files.of(place).real().equals(fact.real())))
        .map(Request::rule)
        .toList();
  }

  /** Every place, with symlinks resolved, that some rule denies, even if a later one grants it. */
  Set<Path> denied(FileFacts files) {
    return deniedPaths(files).stream()
        .map(path -> files.of(path).real())
        .collect(Collectors.toSet());
  }

  private static Stream<Path> found(Target target, FileFacts files) {
    return switch (target) {
      case Exact exact -> Stream.of(exact.path());
      case Matches matches -> files.matching(matches.glob()).stream();
    };
  }

  /**
   * The same requests, and those of rules that rank below every layer that a person writes.
   *
   * @param rules with literal, absolute paths that have already been looked at
   */
  public PathRequests with(List<PathRule> rules) {
    Stream<Request> more =
        rules.stream().map(rule -> new Request(rule, BASE, new Exact(Path.of(rule.pattern()))));
    return new PathRequests(Stream.concat(requests.stream(), more).toList(), unmasked);
  }

  /** Whether a person has said that no pattern masks anything there. */
  boolean leavesAlone(Path path) {
    return unmasked.stream().anyMatch(place -> path.startsWith(place) && !path.equals(place));
  }

  public List<Request> requests() {
    return requests;
  }
}
