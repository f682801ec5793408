package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.ProjectProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps sandboxed itself out of the agent's reach: sandboxed's own directories are masked, and the
 * files that decide the next launch are read-only, at every place inside where a grant would show
 * them. A grant of such a path itself is refused.
 */
public final class Safeguards {

  // Password hashes. Only root can read them, but root may run sandboxed.
  private static final List<String> SHADOW =
      List.of("/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-");

  private static final String UNMOVED = "sandboxed's own directory where no XDG variable moves it";

  private final List<Safeguard> wards = new ArrayList<>();
  private final List<Path> links;
  private final HostFacts host;

  /** Those of sandboxed's directories in their usual places that are not there. */
  private final List<Path> notYet = new ArrayList<>();

  /**
   * The safeguards of one launch.
   *
   * @param policyFiles the profiles and agent definitions that were read for this launch
   */
  public Safeguards(HostFacts host, Collection<Path> policyFiles, FileFacts files) {
    this.host = host;
    links = host.own().links();
    host.toolDirectories()
        .all()
        .forEach(directory ->
            add(files.of(directory), Safeguard.Reach.NOTHING, true, "sandboxed's own directory"));
    host.own()
        .unmoved()
        .forEach(directory -> {
          if (files.of(directory).exists()) {
            add(files.of(directory), Safeguard.Reach.NOTHING, true, UNMOVED);
          } else {
            notYet.add(directory);
          }
        });
    SHADOW.forEach(
        file -> add(files.of(Path.of(file)), Safeguard.Reach.NOTHING, false, "password hashes"));
    host.own()
        .launcher()
        .forEach(part ->
            add(files.of(part), Safeguard.Reach.READ, false, "what launches the next sandbox"));
    policyFiles.forEach(file ->
        add(
            files.of(file),
            Safeguard.Reach.READ,
            false,
            "a profile that decides the next sandbox"));
    addProjectFile(projectFile(host), policyFiles, files);
  }

  /**
   * Adds the project's profile, even before anybody has allowed it. Anything except a plain file is
   * never read, so it needs no ward; and the agent must not choose with a symlink what is warded.
   */
  private void addProjectFile(Path file, Collection<Path> policyFiles, FileFacts files) {
    FileFact fact = files.of(file);
    boolean plain = fact.kind() == FileFact.Kind.FILE && !fact.symlink();
    if (plain && !policyFiles.contains(file)) {
      add(
          fact,
          Safeguard.Reach.READ,
          false,
          "the project's own profile, which sandboxed allow is for");
    }
  }

  private static Path projectFile(HostFacts host) {
    return host.project().directory().resolve(ProjectProfile.FILE);
  }

  /** The paths whose facts are needed. */
  public static List<Path> paths(HostFacts host, Collection<Path> policyFiles) {
    List<Path> paths = new ArrayList<>(host.toolDirectories().all());
    paths.addAll(host.own().unmoved());
    SHADOW.forEach(file -> paths.add(Path.of(file)));
    paths.addAll(host.own().launcher());
    paths.addAll(policyFiles);
    paths.add(projectFile(host));
    return paths;
  }

  private void add(FileFact fact, Safeguard.Reach reach, boolean directory, String why) {
    // If one of sandboxed's directories is missing now, it is made before the launch; anything else
    // that is missing needs no ward.
    if (fact.exists() || directory) {
      boolean isDirectory = directory || fact.kind() == FileFact.Kind.DIRECTORY;
      wards.add(new Safeguard(fact.real(), reach, isDirectory, new Origin.BuiltIn(why)));
    }
  }

  /**
   * Applies every ward to every grant.
   *
   * @throws UserFailure naming every grant that reaches into a warded place
   */
  public List<Grant> applyTo(List<Grant> grants) {
    List<Problem> problems = new ArrayList<>(SystemPlaces.problems(host, grants));
    Map<Path, Grant> warded = new TreeMap<>();
    grants.forEach(grant -> warded.put(grant.path(), grant));
    for (Safeguard ward : wards) {
      for (Grant grant : grants) {
        if (grant.access() == Access.DENY) {
          continue;
        }
        if (grant.source().startsWith(ward.path())) {
          refuse(ward, grant, problems);
        } else if (ward.path().startsWith(grant.source())) {
          Path path = grant.path().resolve(grant.source().relativize(ward.path()));
          Access access = ward.reach() == Safeguard.Reach.NOTHING ? Access.DENY : Access.PROTECT;
          // What a profile masks stays masked where a ward would only make it read-only.
          warded.merge(
              path,
              new Grant(path, ward.path(), access, ward.directory(), ward.origin()),
              (other, ours) -> other.access() == Access.DENY ? other : ours);
        }
      }
    }
    // An agent could make it.
    for (Path missing : notYet) {
      grants.stream()
          .filter(grant -> grant.access() == Access.WRITE && missing.startsWith(grant.source()))
          .forEach(grant -> {
            Path path = grant.path().resolve(grant.source().relativize(missing));
            warded.put(
                path, new Grant(path, missing, Access.DENY, true, new Origin.BuiltIn(UNMOVED)));
          });
    }
    links.stream()
        // A link in a directory that is read-only as a whole is safe already.
        .filter(link -> wards.stream().noneMatch(ward -> link.startsWith(ward.path())))
        .forEach(link -> refuseReplaceable(link, grants, problems));
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return List.copyOf(warded.values());
  }

  /** Refuses a link that the agent could replace, to lead the next launch elsewhere. */
  private static void refuseReplaceable(Path link, List<Grant> grants, List<Problem> problems) {
    grants.stream()
        .filter(grant -> grant.access() == Access.WRITE && link.startsWith(grant.source()))
        .findFirst()
        .ifPresent(grant ->
            problems.add(
                new Problem(
                    "policy.own-link",
                    link
                        + " is a symlink that decides the next launch, and the agent could replace it: it is in "
                        + grant.source(),
                    grant.origin().where(),
                    "make the path from your profiles to their files go through no such link")));
  }

  /** Whether no sandbox may see a place. */
  boolean hide(Path real) {
    return wards.stream()
        .anyMatch(ward -> ward.reach() == Safeguard.Reach.NOTHING && real.startsWith(ward.path()));
  }

  /**
   * Refuses warded paths that are mounted by other means than a grant.
   *
   * @throws UserFailure naming everything that reaches into a warded place
   */
  public void refuseWarded(List<Grant> mounted) {
    List<Problem> problems = new ArrayList<>();
    for (Safeguard ward : wards) {
      mounted.stream()
          .filter(grant -> grant.source().startsWith(ward.path()))
          .forEach(grant -> refuse(ward, grant, problems));
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static void refuse(Safeguard ward, Grant grant, List<Problem> problems) {
    boolean harmless = ward.reach() == Safeguard.Reach.READ && grant.access() != Access.WRITE;
    if (!harmless) {
      problems.add(
          new Problem(
              "policy.own-directory",
              "no sandbox may "
                  + (ward.reach() == Safeguard.Reach.READ ? "write " : "reach ")
                  + grant.path()
                  + ": it is "
                  + (ward.path().equals(grant.path()) ? "" : "in " + ward.path() + ", ")
                  + ward.origin().describe()
                  + (grant.origin() instanceof Origin.Line
                      ? ""
                      : " (" + grant.origin().describe() + ")"),
              grant.origin().where(),
              "remove it; what a sandbox could change there would decide the next launch"));
    }
  }
}
