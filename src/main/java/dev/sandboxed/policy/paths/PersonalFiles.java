package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose a file is. Whoever writes a file that names another decides what is shown, so only what is
 * the person's may name anything: it is not in a place that an agent can write, or could in an
 * earlier session, however many symlinks lead there, and no rule denies it or a directory above it.
 */
final class PersonalFiles {

  private final FileFacts files;
  private final List<Grant> grants;
  private final Safeguards wards;
  private final Set<Path> denied;
  private final List<Path> writable;

  /**
   * The files on one host.
   *
   * @param grants the result of merging the rules of all layers
   */
  PersonalFiles(
      HostFacts host,
      GitFacts git,
      FileFacts files,
      PathRequests requests,
      List<Grant> grants,
      Safeguards wards) {
    this.files = files;
    this.grants = grants;
    this.wards = wards;
    denied = requests.denied(files);
    writable =
        Stream.of(
                grants.stream().filter(grant -> grant.access() == Access.WRITE).map(Grant::source),
                // The next launch may make these writable.
                Stream.of(host.project().directory()),
                git.outside().stream())
            .flatMap(paths -> paths)
            .toList();
  }

  /**
   * Whether something may be shown that a file of the person's names. Where an earlier session
   * could write, it may be, but no symlink there is followed.
   *
   * @param way the path, and where it leads through symlinks, link by link
   */
  boolean include(Path path, List<Path> way) {
    FileFact fact = files.of(path);
    // No link was changed between the two looks.
    return fact.exists()
        && fact.real().equals(way.getLast())
        && isOpen(way)
        && areUnwritten(way.subList(0, way.size() - 1));
  }

  /** Whether a file may name others. */
  boolean mayName(List<Path> way) {
    return isOpen(way) && areUnwritten(way);
  }

  /** Whether no earlier session can have changed where a path leads, or what is there. */
  boolean areUnwritten(List<Path> way) {
    return way.stream().noneMatch(place -> below(place, files.doubts().written()));
  }

  /** Whether this session cannot write it, and no rule closes it. */
  boolean isOpen(List<Path> way) {
    Path real = way.getLast();
    return way.stream().noneMatch(place -> below(place, writable))
        && !below(real, denied)
        && !PathRequests.isOfTheKernel(real)
        && !wards.hide(real);
  }

  private static boolean below(Path path, Iterable<Path> directories) {
    for (Path directory : directories) {
      if (path.startsWith(directory)) {
        return true;
      }
    }
    return false;
  }

  /** The grant that is mounted at the path or above it. */
  Optional<Grant> nearest(Path path) {
    return nearest(path, grants);
  }

  static Optional<Grant> nearest(Path path, List<Grant> grants) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()))
        .reduce(
            (one, other) -> one.path().getNameCount() > other.path().getNameCount() ? one : other)
        .filter(grant -> grant.access() != Access.DENY);
  }
}
