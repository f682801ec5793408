package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.state.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is never taken over with everything: a person has to name it, because a program outside
 * would obey it, or because it leads out of the project.
 */
final class Withheld {

  private static final Path GIT = Path.of(".git");

  // In small letters.
  private final Set<String> paths = new HashSet<>();
  private final List<Glob> patterns = new ArrayList<>();

  /** Why, and whether naming it is enough. */
  record Reason(String text, boolean nameable) {}

  // What git writes by itself in a repository, besides what it is told to do.
  private static final Set<String> RECORDS =
      Set.of("objects", "logs", "index", "COMMIT_EDITMSG", "ORIG_HEAD", "FETCH_HEAD");
  private static final Path FETCHED = Path.of(".git/refs/sandboxed");
  private static final Set<String> RECORDS_OF_REFS = Set.of("refs", "packed-refs", "HEAD");

  // As git takes a directory for a repository (is_git_directory in its setup.c): what else it has
  // may be elsewhere, where the second of these leads.
  private static final List<String> OF_A_REPOSITORY = List.of("HEAD", "objects", "refs");
  private static final List<String> OF_A_PART_OF_ONE = List.of("HEAD", "commondir");

  // What git looks at of a repository, where that is the project's own directory.
  private static final Set<String> AT_THE_TOP =
      Set.of(
          "HEAD",
          "objects",
          "refs",
          "commondir",
          "config",
          "config.worktree",
          "hooks",
          "info",
          "modules",
          "worktrees");

  private final Path project;
  private final Map<Path, Boolean> repositories = new HashMap<>();

  private Withheld(Path project) {
    this.project = project;
  }

  /** What the newest plan of a snapshot has noted. */
  static Withheld of(Path snapshot, Path project) throws IOException {
    Withheld withheld = new Withheld(project);
    Path noted = Snapshots.traps(snapshot);
    if (!Files.exists(noted)) {
      return withheld;
    }
    for (String word : Files.readString(noted, StandardCharsets.UTF_8).split("\0", -1)) {
      if (word.startsWith("path ")) {
        withheld.paths.add(word.substring("path ".length()).toLowerCase(Locale.ROOT));
      } else if (word.startsWith("pattern ")) {
        String pattern = word.substring("pattern ".length());
        withheld.patterns.add(
            new Glob(
                Path.of(pattern.substring(0, pattern.indexOf('/'))),
                pattern.substring(pattern.indexOf('/') + 1)));
      }
    }
    return withheld;
  }

  /** Why a change is not a part of everything. */
  Optional<Reason> reason(Change change) throws IOException {
    if (isInRepository(change.name())) {
      return Optional.of(new Reason("git outside obeys it", false));
    }
    if (change.now().is(Node.Kind.OTHER) || change.was().is(Node.Kind.OTHER)) {
      return Optional.of(new Reason("it is a pipe, a socket or a device", false));
    }
    if (change.now().isThere() && isInBareRepository(change)) {
      return Optional.of(new Reason("it is in a repository, which git outside obeys", true));
    }
    if (change.now().isThere() && isTrap(change.name())) {
      return Optional.of(new Reason("programs outside obey it", true));
    }
    return change.now().is(Node.Kind.LINK)
            && leadsOut(change.name(), Files.readSymbolicLink(change.source()))
        ? Optional.of(new Reason("it is a symlink that leads out of the project", true))
        : Optional.empty();
  }

  /**
   * Whether it is what git wrote in the project's repository with a commit and the like. Its
   * commits are fetched, and the rest is of no use elsewhere.
   */
  static boolean isRecord(Change change) {
    return isOf(change, RECORDS) || isRecordOfRefs(change);
  }

  /** Whether it is what says where branches and the like are. */
  static boolean isRecordOfRefs(Change change) {
    return isOf(change, RECORDS_OF_REFS)
        && (change.now().isThere() || change.name().startsWith(FETCHED));
  }

  private static boolean isOf(Change change, Set<String> names) {
    Path name = change.name();
    return name.startsWith(GIT)
        && name.getNameCount() > 1
        && names.contains(name.getName(1).toString())
        && !change.now().is(Node.Kind.LINK)
        && !change.now().is(Node.Kind.OTHER);
  }

  private static boolean isInRepository(Path name) {
    for (Path step : name) {
      // Some file systems make no difference between capitals and others.
      if (step.toString().equalsIgnoreCase(GIT.toString())) {
        return true;
      }
    }
    return false;
  }

  /** Git takes any directory for a repository that looks like one, whoever made it. */
  private boolean isInBareRepository(Change change) {
    Path source = change.source();
    for (Path at = change.name().getParent(); at != null; at = at.getParent()) {
      source = source.resolveSibling("");
      Path kept = source;
      if (repositories.computeIfAbsent(at, place -> isRepository(place, kept))) {
        return true;
      }
    }
    Path top = source.resolveSibling("");
    return AT_THE_TOP.contains(change.name().getName(0).toString())
        && repositories.computeIfAbsent(Path.of(""), place -> isRepository(place, top));
  }

  private boolean isRepository(Path place, Path kept) {
    return hasAll(OF_A_REPOSITORY, place, kept) || hasAll(OF_A_PART_OF_ONE, place, kept);
  }

  private boolean hasAll(List<String> names, Path place, Path kept) {
    return names.stream()
        .allMatch(name ->
            Files.exists(kept.resolve(name), LinkOption.NOFOLLOW_LINKS)
                || Files.exists(project.resolve(place).resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether naming a path names a change: a trap only with what makes it one, or more. */
  boolean isNamed(Change change, Path named) {
    if (!change.name().startsWith(named) || named.toString().isEmpty()) {
      return false;
    }
    return change.name().equals(named) || isTrap(named) || isRepository(named);
  }

  private boolean isRepository(Path named) {
    return repositories.getOrDefault(named, false);
  }

  private boolean isTrap(Path name) {
    for (Path at = name; at != null; at = at.getParent()) {
      Path place = at;
      if (isTrapSomewhere(place)
          || patterns.stream().anyMatch(pattern -> matches(pattern, place))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a rule protects at the top, programs outside obey in each directory that they are started
   * in. Some file systems make no difference between capitals and others.
   */
  private boolean isTrapSomewhere(Path name) {
    return IntStream.range(0, name.getNameCount())
        .mapToObj(from -> name.subpath(from, name.getNameCount()))
        .anyMatch(end -> paths.contains(end.toString().toLowerCase(Locale.ROOT)));
  }

  private static boolean matches(Glob pattern, Path name) {
    Path base = pattern.base();
    if (base.toString().isEmpty()) {
      return pattern.matcher().matches(name);
    }
    return name.startsWith(base)
        && !name.equals(base)
        && pattern.matcher().matches(base.relativize(name));
  }

  /** Nobody knows what comes above what a name leads to, so dots may only come first. */
  private static boolean leadsOut(Path link, Path target) {
    if (target.isAbsolute()) {
      return true;
    }
    int depth = link.getNameCount() - 1;
    boolean down = false;
    for (Path step : target) {
      if (step.toString().equals("..")) {
        depth--;
        if (down || depth < 0) {
          return true;
        }
      } else if (!step.toString().equals(".")) {
        down = true;
      }
    }
    return isInRepository(target);
  }
}
