package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the files that an agent changed were before, as far as it is known: kept at the end of each
 * session, and by each apply. With it, what a person changes later can be merged with what the
 * agent changed.
 */
final class Bases {

  // More than people write by hand, and so more than they merge.
  private static final long LARGEST = 4 << 20;

  // All of a snapshot's together.
  private static final long MOST = 256 << 20;

  private final Path snapshot;
  private Optional<Map<Path, Applied>> applied = Optional.empty();

  Bases(Path snapshot) {
    this.snapshot = snapshot;
  }

  private Path kept(Path name) {
    return snapshot.resolve("bases").resolve(Names.digest(name));
  }

  /** Keeps those that are certain and not kept yet. */
  void keep(OpenDirectory project, Layer layer, Collection<Change> changes) throws IOException {
    PrivateFiles.directory(snapshot.resolve("bases"));
    long room = MOST;
    for (Change change : changes) {
      room -= change.was().size();
      if (change.was().is(Node.Kind.FILE)
          && change.was().size() <= LARGEST
          && room > 0
          && !Files.exists(kept(change.name()))) {
        keep(project, layer, change.name());
      }
    }
  }

  private void keep(OpenDirectory project, Layer layer, Path name) throws IOException {
    Path above = Optional.ofNullable(name.getParent()).orElse(Path.of(""));
    Path draft = kept(Path.of("draft"));
    try (OpenDirectory directory = project.below(above)) {
      Node before = directory.look(name.getFileName());
      Files.deleteIfExists(draft);
      try (OutputStream copy = Files.newOutputStream(draft)) {
        Content.at(directory, name.getFileName(), copy);
      }
      // While it was read, it may have been written.
      if (layer.unchanged(project, name, directory.look(name.getFileName()))
          && before.is(Node.Kind.FILE)) {
        Files.move(draft, kept(name));
      }
    } catch (IOException goneOrClosed) {
      return;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** What a file was before, or what was applied of it last. */
  Optional<Path> of(Path name) throws IOException {
    Optional<Path> taken = applied(name).flatMap(Applied::base).filter(Files::isRegularFile);
    return taken.isPresent() ? taken : Optional.of(kept(name)).filter(Files::isRegularFile);
  }

  /** What the last apply that was not undone did there. */
  record Applied(Action action, Journal journal) {

    /** What the agent had made, if all of it was taken over. */
    private Optional<Path> base() {
      return switch (action.kind()) {
        case WHOLE -> Optional.of(journal.made(action.number()));
        case MERGED -> Optional.of(journal.agents(action.number()));
        case PART, PART_OF_BOTH -> Optional.empty();
      };
    }
  }

  Optional<Applied> applied(Path name) throws IOException {
    if (applied.isEmpty()) {
      Map<Path, Applied> all = new HashMap<>();
      for (Journal journal : Journal.of(snapshot)) {
        if (journal.state() == Journal.State.APPLIED) {
          for (Action action : journal.actions()) {
            all.put(action.name(), new Applied(action, journal));
          }
        }
      }
      applied = Optional.of(all);
    }
    return Optional.ofNullable(applied.orElseThrow().get(name));
  }
}
