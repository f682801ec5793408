package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.changes.IgnoredFiles;
import dev.sandboxed.files.DigestingOutput;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The differences between a project and its snapshot, as a person looks at them.
 *
 * @param all by name, directories too; a rename is the new name with the old one, and the removal
 *     of the old one
 * @param ignored the names of those that git ignores, by the project's own rules
 * @param withheld why some are no part of everything
 * @param doubt why it is not known what git ignores, if it is not
 */
public record Listing(
    SortedMap<Path, Change> all,
    Set<Path> ignored,
    Map<Path, String> withheld,
    Optional<String> doubt) {

  public Listing {
    all = new TreeMap<>(all);
    ignored = Set.copyOf(ignored);
    withheld = Map.copyOf(withheld);
  }

  static Listing of(Inquiry inquiry, Path snapshot, Path project, Layer layer) throws IOException {
    SortedMap<Path, Change> all = layer.changes();
    Withheld rules = Withheld.of(snapshot, project);
    Map<Path, String> withheld = new HashMap<>();
    for (Change change : all.values()) {
      rules.reason(change).ifPresent(reason -> withheld.put(change.name(), reason.text()));
    }
    pairRenamed(all, withheld.keySet(), project);
    IgnoredFiles.Answer answer =
        new IgnoredFiles(inquiry, project)
            .among(asked(all.values(), project), repository(snapshot));
    Set<Path> ignored = new HashSet<>();
    answer.names().forEach(name -> ignored.add(Path.of(name)));
    return new Listing(all, ignored, withheld, answer.doubt());
  }

  /**
   * Git cannot see what is only in the snapshot, so it is told what is a directory. It gives no
   * answer at all where one name leads through a symlink of the project: it ignores nothing there.
   */
  private static List<String> asked(Collection<Change> changes, Path project) {
    List<String> asked = new ArrayList<>();
    Map<Path, Boolean> beyond = new HashMap<>();
    for (Change change : changes) {
      boolean directory = change.now().is(Node.Kind.DIRECTORY) && !change.was().is(Node.Kind.LINK);
      if (!isBeyondLink(change.name().getParent(), project, beyond)) {
        asked.add(change.name() + (directory ? "/" : ""));
      }
    }
    return asked;
  }

  private static boolean isBeyondLink(
      @Nullable Path directory, Path project, Map<Path, Boolean> known) {
    if (directory == null) {
      return false;
    }
    @Nullable Boolean earlier = known.get(directory);
    if (earlier != null) {
      return earlier;
    }
    boolean beyond =
        Files.isSymbolicLink(project.resolve(directory))
            || isBeyondLink(directory.getParent(), project, known);
    known.put(directory, beyond);
    return beyond;
  }

  /** An empty repository, through which git is asked: see {@link IgnoredFiles}. */
  private static Path repository(Path snapshot) {
    Path repository = snapshot.resolve("repository");
    PrivateFiles.directory(repository.resolve("objects"));
    PrivateFiles.directory(repository.resolve("refs"));
    PrivateFiles.file(repository.resolve("HEAD"), "ref: refs/heads/none\n");
    return repository;
  }

  /**
   * Pairs what was removed with what was added, where both are the same file. Whoever wants the new
   * name gets rid of the old one with it, so that may be none that is never taken over.
   */
  private static void pairRenamed(SortedMap<Path, Change> all, Set<Path> withheld, Path project)
      throws IOException {
    Map<Long, List<Change>> removed = new HashMap<>();
    for (Change change : all.values()) {
      if (change.kind() == Change.Kind.REMOVED
          && change.was().is(Node.Kind.FILE)
          && change.was().size() > 0
          && !withheld.contains(change.name())) {
        removed.computeIfAbsent(change.was().size(), _ -> new ArrayList<>()).add(change);
      }
    }
    // Only what has the size of another one is read, and that once.
    Map<String, Deque<Change>> told = new HashMap<>();
    Set<Long> read = new HashSet<>();
    for (Change added : List.copyOf(all.values())) {
      long size = added.now().size();
      if (added.kind() != Change.Kind.ADDED
          || !added.now().is(Node.Kind.FILE)
          || !removed.containsKey(size)) {
        continue;
      }
      if (read.add(size)) {
        for (Change gone : removed.get(size)) {
          mark(gone.was(), project.resolve(gone.name()))
              .ifPresent(mark -> told.computeIfAbsent(mark, _ -> new ArrayDeque<>()).add(gone));
        }
      }
      Optional<Change> gone = mark(added.now(), added.source()).map(told::get).map(Deque::poll);
      gone.ifPresent(change -> all.put(added.name(), added.from(change.name())));
    }
  }

  /** What tells files apart; empty for one that nobody may read. */
  private static Optional<String> mark(Node node, Path file) {
    try (OutputStream nowhere = OutputStream.nullOutputStream();
        DigestingOutput digesting = new DigestingOutput(nowhere)) {
      Files.copy(file, digesting);
      return Optional.of(node.mode() + " " + digesting.digest());
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  /** Those that people see: of a rename one, and a directory only if nothing in it is. */
  public List<Change> shown() {
    Set<Path> hidden = new HashSet<>();
    for (Change change : all.values()) {
      change.before().ifPresent(hidden::add);
      if (!change.isOfDirectory()) {
        for (Path at = change.name().getParent(); at != null; at = at.getParent()) {
          hidden.add(at);
        }
      }
    }
    return all.values().stream()
        .filter(change ->
            !hidden.contains(change.name())
                || !(change.isOfDirectory() || change.kind() == Change.Kind.REMOVED))
        .toList();
  }

  /** Whether git ignores it. */
  public boolean isIgnored(Change change) {
    return ignored.contains(change.name());
  }

  /** Why it is no part of everything, besides that. */
  public Optional<String> withheld(Change change) {
    return Optional.ofNullable(withheld.get(change.name()));
  }
}
