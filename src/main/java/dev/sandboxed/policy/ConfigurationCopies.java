package dev.sandboxed.policy;

import dev.sandboxed.git.GitControl;
import dev.sandboxed.git.GitFacts;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The configurations of git that a sandbox has copies of. git inside reads and writes the copies;
 * git outside never sees them.
 *
 * @param directory where they are kept for this project
 */
public record ConfigurationCopies(Path directory, List<Copy> copies) {

  /** Where they are inside: in the root, like SANDBOX.md. */
  public static final Path INSIDE = Path.of("/SANDBOX.git");

  /**
   * One of them.
   *
   * @param file the configuration, on the host and inside
   * @param name of the copy, and of the symlink that leads there
   */
  public record Copy(Path file, String name, Origin origin) {

    /** The path inside of the copy. */
    public Path inside() {
      return INSIDE.resolve(name);
    }
  }

  public ConfigurationCopies {
    copies = List.copyOf(copies);
  }

  /**
   * Those that no layer has a rule about, in places that the sandbox can write: anywhere else git
   * could not write them on the host either.
   */
  static Optional<ConfigurationCopies> of(Path directory, GitFacts git, List<Grant> grants) {
    List<Copy> copies =
        git.controls().stream()
            .filter(control -> control.kind() == GitControl.Kind.CONFIGURATION)
            .filter(control -> !hasOtherNames(control, grants))
            .flatMap(control ->
                grants.stream()
                    .filter(grant -> protects(grant, control) && isWritableAround(grant, grants))
                    .map(grant -> new Copy(grant.path(), name(grant.path()), grant.origin())))
            .toList();
    return copies.isEmpty()
        ? Optional.empty()
        : Optional.of(new ConfigurationCopies(directory, copies));
  }

  /** What shows the file by another name would find the symlink in its place. */
  private static boolean hasOtherNames(GitControl control, List<Grant> grants) {
    return grants.stream()
        .anyMatch(
            grant -> grant.source().equals(control.path()) && !grant.path().equals(control.path()));
  }

  private static boolean protects(Grant grant, GitControl control) {
    return grant.path().equals(control.path())
        && grant.source().equals(control.path())
        && grant.access() == Access.PROTECT
        && grant.origin().equals(new Origin.BuiltIn(control.why()));
  }

  private static boolean isWritableAround(Grant grant, List<Grant> grants) {
    return grants.stream()
        .filter(
            other -> !other.path().equals(grant.path()) && grant.path().startsWith(other.path()))
        .max(Comparator.comparingInt(other -> other.path().getNameCount()))
        .filter(other -> other.access() == Access.WRITE && other.path().equals(other.source()))
        .isPresent();
  }

  /** The same in every session. */
  private static String name(Path file) {
    return UUID.nameUUIDFromBytes(file.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The directory that is mounted, and that an agent writes. */
  public Path own() {
    return directory.resolve("own");
  }

  /** The symlink that is mounted over a configuration. */
  public Path link(Copy copy) {
    return directory.resolve("links").resolve(copy.name());
  }
}
