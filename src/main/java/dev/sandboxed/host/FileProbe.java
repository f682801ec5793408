package dev.sandboxed.host;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the file system on behalf of the pure rooms. */
public final class FileProbe {

  // Links that a tool's configuration needs sit at its top (~/.config/git/config); deeper ones, or
  // more than this, are somebody's data, which a launch must not walk.
  private static final int LINK_DEPTH = 3;
  private static final int LINK_ENTRIES = 2000;

  // ENOTDIR, in the words of strerror(3).
  private static final String NOT_A_DIRECTORY = "Not a directory";

  // As many as the kernel follows before it reports ELOOP.
  private static final int LINK_CHAIN = 40;

  /**
   * Looks at every path and finds every glob's matches.
   *
   * @param linking the paths whose symlinks must work inside, also those below a directory
   * @param begun finds the matches of most globs, and what no path answers
   * @throws UserFailure if a match cannot be written into a plan, or the survey is not complete
   */
  public FileFacts look(
      Collection<Path> paths,
      Collection<Path> linking,
      Collection<Glob> globs,
      ProjectSurvey begun) {
    Map<Path, FileFact> facts = new LinkedHashMap<>();
    linking.forEach(path -> facts.computeIfAbsent(path, this::lookThroughLinks));
    paths.forEach(path -> facts.computeIfAbsent(path, this::look));
    Map<Glob, List<Path>> matches = new LinkedHashMap<>();
    List<Obstacle> closed = new ArrayList<>();
    globs.stream()
        .distinct()
        .filter(glob -> !begun.answers(glob))
        .collect(Collectors.groupingBy(Glob::base))
        .forEach((base, sameBase) -> matches.putAll(GlobWalk.from(base, sameBase, closed)));
    Survey survey = begun.answer();
    matches.putAll(survey.matches());
    closed.addAll(survey.closed());
    Stream.concat(matches.values().stream().flatMap(List::stream), survey.sockets().stream())
        .map(FileProbe::representable)
        .forEach(path -> facts.computeIfAbsent(path, this::look));
    return new FileFacts(
        facts, matches, new Survey(survey.sockets(), closed, survey.matches(), survey.counted()));
  }

  /** Leaving out a mask would break a promise, and a plan is UTF-8 text. */
  private static Path representable(Path path) {
    if (path.toString().indexOf('\uFFFD') >= 0) {
      throw new UserFailure(
          Problem.of(
              "host.name-not-utf8",
              "the sandbox must mask " + path + ", whose name is not valid UTF-8",
              "remove it, or rename it: rm -r -- " + Quoted.forShell(path)));
    }
    return path;
  }

  /** Looks at one path, but not at the places its links lead through. */
  public FileFact look(Path path) {
    boolean symlink = Files.isSymbolicLink(path);
    try {
      Path real = path.toRealPath();
      return new FileFact(path, kind(real), symlink, real, List.of());
    } catch (IOException unknown) {
      return isMissing(unknown)
          ? new FileFact(path, FileFact.Kind.MISSING, symlink, realParent(path), List.of())
          : unknown(path, symlink, ObstacleSearch.before(path, unknown));
    }
  }

  /** Whether a look failed because nothing is there. Java does not have a class for each case. */
  static boolean isMissing(IOException failure) {
    return failure instanceof NoSuchFileException
        || failure instanceof NotDirectoryException
        || (failure instanceof FileSystemException known
            && NOT_A_DIRECTORY.equals(known.getReason()));
  }

  private static FileFact unknown(Path path, boolean symlink, Obstacle obstacle) {
    Path real = obstacle.kind() == Obstacle.Kind.CLOSED ? way(path).getLast() : realParent(path);
    return new FileFact(
        path, FileFact.Kind.UNKNOWN, symlink, real, List.of(), Optional.of(obstacle));
  }

  private FileFact lookThroughLinks(Path path) {
    FileFact fact = look(path);
    SortedSet<String> storePaths = new TreeSet<>();
    collectStorePaths(path, storePaths);
    if (fact.kind() == FileFact.Kind.DIRECTORY && !inStore(fact.real())) {
      collectLinksBelow(fact.real(), storePaths);
    }
    return new FileFact(
        path, fact.kind(), fact.symlink(), fact.real(), List.copyOf(storePaths), fact.obstacle());
  }

  /**
   * The place a missing path would have: its nearest existing parent resolved, and the rest
   * unchanged.
   */
  private static Path realParent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      return path;
    }
    try {
      return parent.toRealPath().resolve(parent.relativize(path));
    } catch (IOException alsoMissing) {
      return realParent(parent).resolve(parent.relativize(path));
    }
  }

  private static FileFact.Kind kind(Path real) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      return FileFact.Kind.DIRECTORY;
    }
    return attributes.isRegularFile() ? FileFact.Kind.FILE : FileFact.Kind.SPECIAL;
  }

  private static boolean inStore(Path path) {
    return path.startsWith("/nix/store");
  }

  private static void collectLinksBelow(Path directory, SortedSet<String> storePaths) {
    try (Stream<Path> entries = Files.walk(directory, LINK_DEPTH)) {
      entries
          .limit(LINK_ENTRIES)
          .filter(Files::isSymbolicLink)
          .forEach(link -> collectStorePaths(link, storePaths));
    } catch (IOException | UncheckedIOException unreadable) {
      // What cannot be read here cannot be read inside either, so its links do not matter.
      return;
    }
  }

  /** Each hop may be a store path of its own that the next one leads out of. */
  private static void collectStorePaths(Path path, SortedSet<String> storePaths) {
    way(path).stream()
        .filter(place -> inStore(place) && place.getNameCount() > 2)
        .forEach(place -> storePaths.add("/" + place.subpath(0, 3)));
  }

  /** The path, and each place it leads through, link by link. */
  public static List<Path> way(Path path) {
    List<Path> way = new ArrayList<>();
    Path current = path;
    for (int hop = 0; hop < LINK_CHAIN; hop++) {
      way.add(current);
      Path next = followFirstLink(current);
      if (next.equals(current)) {
        break;
      }
      current = next;
    }
    return way;
  }

  /** Every symlink that a path leads through, each where it lies. */
  static List<Path> links(Path path) {
    List<Path> links = new ArrayList<>();
    for (Path place : way(path)) {
      Path prefix = Path.of("/");
      for (Path component : place) {
        prefix = prefix.resolve(component);
        if (Files.isSymbolicLink(prefix)) {
          links.add(prefix);
          break;
        }
      }
    }
    return links;
  }

  private static Path followFirstLink(Path path) {
    Path prefix = Path.of("/");
    for (Path component : path) {
      prefix = prefix.resolve(component);
      if (Files.isSymbolicLink(prefix)) {
        try {
          Path target = prefix.resolveSibling(Files.readSymbolicLink(prefix));
          return target.resolve(prefix.relativize(path)).normalize();
        } catch (IOException gone) {
          return path;
        }
      }
    }
    return path;
  }

  /** Whether {@code path} exists; a symlink at its end is not followed. */
  static boolean present(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
