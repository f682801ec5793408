package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.git.GitFile;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides which of the files that the person's git configuration includes come along, so that a
 * commit inside has the same author as outside.
 *
 * <p>Whoever writes an include decides what is shown. So every file on the way from git's own file
 * to the one shown must be the person's: made visible by a grant, and not in a place that an agent
 * can write, or could in an earlier session, however many symlinks lead there. And no rule may deny
 * it or a directory above it.
 */
public final class GitIncludes {

  private final HostFacts host;
  private final FileFacts files;
  private final PersonalFiles personal;
  private final Set<Path> included = new HashSet<>();
  private final Set<Path> naming = new HashSet<>();
  private final List<PathRule> rules = new ArrayList<>();

  private GitIncludes(HostFacts host, FileFacts files, PersonalFiles personal) {
    this.host = host;
    this.files = files;
    this.personal = personal;
  }

  /**
   * The rules that show these files.
   *
   * @param grants the result of merging the rules of all layers
   */
  public static List<PathRule> rules(
      HostFacts host,
      GitFacts git,
      FileFacts files,
      PathRequests requests,
      List<Grant> grants,
      Safeguards wards) {
    GitIncludes includes =
        new GitIncludes(host, files, new PersonalFiles(host, git, files, requests, grants, wards));
    // Several files may include the same one, and the one that counts may come last.
    int before;
    do {
      before = includes.included.size();
      git.included().forEach(includes::consider);
    } while (includes.included.size() > before);
    return includes.rules;
  }

  private void consider(GitFile file) {
    Path path = file.path();
    if (included.contains(path) || !isThePersons(file)) {
      return;
    }
    if (personal.mayName(file.way())) {
      naming.add(path);
    }
    Optional<Grant> grant = personal.nearest(path);
    if (file.includedBy().isEmpty()) {
      if (grant.isPresent()) {
        included.add(path);
      }
    } else if (Stream.of(included, naming).allMatch(set -> set.contains(file.includedBy().get()))) {
      included.add(path);
      if (grant.filter(shown -> shows(shown, path)).isEmpty()) {
        rules.add(
            new PathRule(Access.READ, path.toString(), true, origin(file.includedBy().get())));
      }
    }
  }

  private boolean isThePersons(GitFile file) {
    return files.of(file.path()).kind() == FileFact.Kind.FILE
        && personal.include(file.path(), file.way());
  }

  private boolean shows(Grant grant, Path path) {
    Path there = grant.source().resolve(grant.path().relativize(path)).normalize();
    return there.equals(files.of(path).real());
  }

  private Origin origin(Path by) {
    Path home = host.person().home();
    return new Origin.Host(
        "included by " + (by.startsWith(home) ? "~/" + home.relativize(by) : by));
  }
}
