package dev.sandboxed.commits;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.snapshot.Change;
import dev.sandboxed.snapshot.Listing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent changed in one repository of the project, as plain files.
 *
 * @param name the repository's directory, relative to the project
 * @param directory the person's
 * @param changes by name, relative to the repository
 */
record AgentRepository(Path name, Path directory, SortedMap<Path, Change> changes) {

  private static final Path GIT = Path.of(".git");
  private static final Path MODULES = Path.of("modules");

  AgentRepository {
    changes = new TreeMap<>(changes);
  }

  /** Those that the project has and the agent changed something in. */
  static List<AgentRepository> of(Path project, Listing listing) throws IOException {
    Map<Path, Boolean> known = new HashMap<>();
    SortedMap<Path, SortedMap<Path, Change>> found = new TreeMap<>();
    for (Change change : listing.all().values()) {
      Optional<Path> repository = above(project, change.name(), known);
      repository.ifPresent(name ->
          found
              .computeIfAbsent(name, _ -> new TreeMap<>())
              .put(name.relativize(change.name()), change));
    }
    List<AgentRepository> all = new ArrayList<>();
    found.forEach(
        (name, changes) -> all.add(new AgentRepository(name, project.resolve(name), changes)));
    return all;
  }

  /** The innermost, because the repositories of submodules are in that of the whole. */
  private static Optional<Path> above(Path project, Path name, Map<Path, Boolean> known)
      throws IOException {
    for (Path at = name.getParent(); at != null; at = at.getParent()) {
      Boolean is = known.get(at);
      if (is == null) {
        is = isPlace(at) && isRepository(project, at);
        known.put(at, is);
      }
      if (is) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static boolean isPlace(Path name) {
    for (int at = 0; at < name.getNameCount(); at++) {
      if (name.getName(at).equals(GIT)) {
        return at == name.getNameCount() - 1 || name.getName(at + 1).equals(MODULES);
      }
    }
    return false;
  }

  /** No link leads there: git would write wherever one does. */
  private static boolean isRepository(Path project, Path name) throws IOException {
    try (OpenDirectory root = OpenDirectory.at(project);
        OpenDirectory at = root.below(name)) {
      return at.look(Path.of("HEAD")).is(Node.Kind.FILE)
          && at.look(Path.of("objects")).is(Node.Kind.DIRECTORY)
          && at.look(Path.of("refs")).is(Node.Kind.DIRECTORY);
    } catch (FileSystemException none) {
      return false;
    }
  }

  /** The agent's, if it is a regular file that differs from the person's. */
  Optional<Change> file(String file) {
    return Optional.ofNullable(changes.get(Path.of(file)))
        .filter(change -> change.now().is(Node.Kind.FILE));
  }

  /**
   * Reads one of the agent's.
   *
   * @param most in bytes
   * @throws IOException also if it is larger
   */
  static String text(Change change, int most) throws IOException {
    try (InputStream file = open(change)) {
      byte[] bytes = file.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException(change.name() + " is larger than git would make it");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Opens one of the agent's; no link is followed, and no pipe makes this wait. */
  static InputStream open(Change change) throws IOException {
    try (OpenDirectory directory = OpenDirectory.at(change.source().resolveSibling(""))) {
      return directory.read(change.source().getFileName());
    }
  }

  /** Whether the person's has a file there; the name is a ref's, and so leads nowhere else. */
  boolean personHas(String file) throws IOException {
    return Node.at(directory.resolve(file)).is(Node.Kind.FILE);
  }
}
