package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.state.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A whole copy of the project, where the kernel makes no layers. */
final class CopyLayer implements Layer {

  private final Path copy;
  private final Path project;
  private final CopyRecord record;

  CopyLayer(Path snapshot, Path project) throws IOException {
    copy = Snapshots.copy(snapshot);
    this.project = project;
    record = CopyRecord.read(snapshot);
  }

  @Override
  public SortedMap<Path, Change> changes() throws IOException {
    SortedMap<Path, Node> nodes = CopyRecord.nodes(copy);
    SortedSet<Path> names = new TreeSet<>(record.copy().keySet());
    names.addAll(nodes.keySet());
    SortedMap<Path, Change> changes = new TreeMap<>();
    for (Path name : names) {
      Node now = nodes.getOrDefault(name, Node.ABSENT);
      // What the agent did not touch may differ because the project has changed.
      Node before = record.copy().getOrDefault(name, Node.ABSENT);
      if (isTouched(before, now)) {
        Node was = Node.at(project.resolve(name));
        if (!Same.at(was, project.resolve(name), now, copy.resolve(name))) {
          changes.put(name, new Change(name, was, now, copy.resolve(name)));
        }
      }
    }
    return changes;
  }

  /** A directory changes with what is in it. */
  private static boolean isTouched(Node before, Node now) {
    boolean directories = before.is(Node.Kind.DIRECTORY) && now.is(Node.Kind.DIRECTORY);
    return directories ? before.mode() != now.mode() : !before.equals(now);
  }

  @Override
  public boolean unchanged(OpenDirectory directory, Path name, Node current) throws IOException {
    if (!current.equals(record.project().get(name))) {
      return false;
    }
    for (Path above = name.getParent(); above != null; above = above.getParent()) {
      Node noted = record.project().getOrDefault(above, Node.ABSENT);
      try (OpenDirectory at = directory.below(above)) {
        if (at.look(Path.of(".")).inode() != noted.inode()) {
          return false;
        }
      }
    }
    return true;
  }
}
