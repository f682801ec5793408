package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.files.Digest;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides of each change what it comes to, given what the project has by now, and writes down the
 * steps with all that they need. The project is only read here.
 */
final class Applying {

  private static final int OWNER = 0700;

  private static final int LARGEST = 4 << 20;

  private final OpenDirectory project;
  private final Layer layer;
  private final Bases bases;
  private final Merge merge;
  private final Journal draft;
  private final List<Action> actions = new ArrayList<>();
  private final Set<Path> directories = new HashSet<>();
  private final Outcome outcome;

  Applying(
      OpenDirectory project,
      Layer layer,
      Bases bases,
      Merge merge,
      Journal draft,
      Outcome outcome) {
    this.project = project;
    this.layer = layer;
    this.bases = bases;
    this.merge = merge;
    this.draft = draft;
    this.outcome = outcome;
  }

  /**
   * The steps: first what goes, the deepest first, then the rest by name.
   *
   * @param chosen the changes, each with the file that has its new content
   */
  List<Action> steps(Collection<Chosen> chosen) throws IOException {
    SortedMap<Path, Chosen> sorted = new TreeMap<>();
    chosen.forEach(one -> sorted.put(one.change().name(), one));
    for (Chosen one : List.copyOf(sorted.values()).reversed()) {
      if (one.change().kind() == Change.Kind.REMOVED) {
        decide(one);
      }
    }
    for (Chosen one : sorted.values()) {
      if (one.change().kind() != Change.Kind.REMOVED) {
        decide(one);
      }
    }
    return List.copyOf(actions);
  }

  /**
   * A change that a person wants.
   *
   * @param source the file with its new content, which may be a part of what the agent made
   * @param expected of a part, the digest of the file that it was made for; empty for no file
   */
  record Chosen(Change change, Path source, Optional<String> expected) {}

  private void decide(Chosen chosen) throws IOException {
    Path name = chosen.change().name();
    int number = actions.size();
    Content made;
    try {
      made = made(chosen, number);
    } catch (AccessDeniedException | NoSuchFileException | NotDirectoryException e) {
      // Everything else, such as a full disk, ends it before anything is written.
      outcome.left(name, "it cannot be read in the snapshot: " + PrivateFiles.reason(e));
      return;
    }
    Path above = Optional.ofNullable(name.getParent()).orElse(Path.of(""));
    try (OpenDirectory directory = project.below(above)) {
      decide(chosen, number, made, directory);
    } catch (NoSuchFileException missing) {
      // The directory is new, too, and comes before.
      if (made.isThere() && !directories.contains(above)) {
        outcome.left(name, "its directory is gone from the project");
      } else if (made.isThere()) {
        add(new Action(number, name, Action.Kind.WHOLE, Content.ABSENT, made, made));
      }
    } catch (NotDirectoryException other) {
      if (made.isThere() && directories.contains(above)) {
        add(new Action(number, name, Action.Kind.WHOLE, Content.ABSENT, made, made));
      } else {
        outcome.left(name, "a directory above it is a symlink or a file in the project");
      }
    }
  }

  private void decide(Chosen chosen, int number, Content made, OpenDirectory directory)
      throws IOException {
    Path name = chosen.change().name();
    Path last = name.getFileName();
    Node before = directory.look(last);
    if (before.is(Node.Kind.OTHER)) {
      outcome.left(name, "the project has a pipe, a socket or a device there");
      return;
    }
    Content current;
    try (OutputStream copy = draft.write(draft.old(number))) {
      current = Content.at(directory, last, copy);
    }
    if (current.equals(made) || isAlike(current, made) || isTaken(chosen, made)) {
      outcome.alike();
      return;
    }
    if (!directory.look(last).equals(before)) {
      outcome.left(name, "something is writing to it");
      return;
    }
    boolean free = isFree(name, current, before);
    if (chosen.expected().isPresent()) {
      part(chosen, number, current, made, free);
    } else if (free) {
      add(new Action(number, name, Action.Kind.WHOLE, current, made, made));
    } else if (merged(chosen, current, number)) {
      both(number, name, current, made);
    } else {
      outcome.left(
          name,
          current.isThere()
              ? "the project has changed it, too"
              : "the project has removed it meanwhile");
    }
  }

  /** A part was made for the file that the person saw. */
  private void part(Chosen chosen, int number, Content current, Content made, boolean free) {
    Path name = chosen.change().name();
    if (!chosen.expected().orElseThrow().equals(current.mark())) {
      outcome.left(name, "it has changed while you chose");
      return;
    }
    Action.Kind kind = free ? Action.Kind.PART : Action.Kind.PART_OF_BOTH;
    add(new Action(number, name, kind, current, made, made));
  }

  private void both(int number, Path name, Content current, Content made) throws IOException {
    Content both =
        new Content(Node.Kind.FILE, made.mode(), Digest.of(Files.readAllBytes(draft.made(number))));
    if (both.equals(current)) {
      outcome.alike();
      return;
    }
    outcome.merged(name);
    actions.add(new Action(number, name, Action.Kind.MERGED, current, both, made));
  }

  /** Whether the agent has made nothing new since all of it was taken over. */
  private boolean isTaken(Chosen chosen, Content made) throws IOException {
    return chosen.expected().isEmpty()
        && bases
            .applied(chosen.change().name())
            .filter(applied -> applied.action().isWhole() && applied.action().agents().equals(made))
            .isPresent();
  }

  private static boolean isAlike(Content current, Content made) {
    return current.is(Node.Kind.DIRECTORY)
        && made.is(Node.Kind.DIRECTORY)
        && (current.mode() | OWNER) == made.mode();
  }

  /** Whether nobody but the agent has changed it. */
  private boolean isFree(Path name, Content current, Node node) throws IOException {
    if (!current.isThere()) {
      return bases.of(name).isEmpty();
    }
    if (current.is(Node.Kind.DIRECTORY)) {
      // What is in it is looked at one by one, and nothing is removed with it.
      return true;
    }
    Optional<Bases.Applied> applied = bases.applied(name);
    if (applied.isPresent()) {
      Action action = applied.get().action();
      return action.made().equals(current)
          && (action.kind() == Action.Kind.WHOLE || action.kind() == Action.Kind.PART);
    }
    if (layer.unchanged(project, name, node)) {
      return true;
    }
    Optional<Path> base = bases.of(name);
    return base.isPresent()
        && current.is(Node.Kind.FILE)
        && Digest.of(Files.readAllBytes(base.get())).equals(current.mark());
  }

  private boolean merged(Chosen chosen, Content current, int number) throws IOException {
    Change change = chosen.change();
    Optional<Path> base = bases.of(change.name());
    if (!current.is(Node.Kind.FILE)
        || !change.now().is(Node.Kind.FILE)
        || base.isEmpty()
        || Files.size(draft.old(number)) > LARGEST
        || Files.size(draft.made(number)) > LARGEST) {
      return false;
    }
    Path result = draft.directory().resolve(number + ".merged");
    boolean fits = merge.into(result, draft.old(number), base.get(), draft.made(number));
    if (fits) {
      Files.move(draft.made(number), draft.agents(number));
      Files.move(result, draft.made(number));
    } else {
      Files.deleteIfExists(result);
    }
    return fits;
  }

  /** Copies the new content to the journal, and tells what it is. */
  private Content made(Chosen chosen, int number) throws IOException {
    Node now = chosen.change().now();
    if (!now.isThere()) {
      return Content.ABSENT;
    }
    Path source = chosen.source();
    try (OpenDirectory directory = OpenDirectory.at(source.resolveSibling(""));
        OutputStream copy = draft.write(draft.made(number))) {
      Content content = Content.at(directory, source.getFileName(), copy);
      return switch (content.kind()) {
        case DIRECTORY -> new Content(content.kind(), content.mode() | OWNER, "");
        // A part has the mode of the whole.
        case FILE -> new Content(content.kind(), now.mode(), content.mark());
        case LINK, ABSENT, WHITEOUT, OTHER -> content;
      };
    }
  }

  private void add(Action action) {
    if (action.made().isThere()) {
      outcome.written(action.name());
    } else {
      outcome.removed(action.name());
    }
    if (action.made().is(Node.Kind.DIRECTORY)) {
      directories.add(action.name());
    }
    actions.add(action);
  }
}
