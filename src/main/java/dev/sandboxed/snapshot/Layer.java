package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.state.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/** How a snapshot keeps what the agent did. */
sealed interface Layer permits OverlayLayer, CopyLayer {

  /** The one of a snapshot. */
  static Layer of(Path snapshot, Path project) throws IOException {
    return Files.isDirectory(Snapshots.copy(snapshot))
        ? new CopyLayer(snapshot, project)
        : OverlayLayer.of(snapshot, project);
  }

  /** All differences by name, directories too. */
  SortedMap<Path, Change> changes() throws IOException;

  /**
   * Whether the project still has at a name what it had when the snapshot was begun. No, if that is
   * not certain.
   *
   * @param root the project
   * @param current what is at the name
   */
  boolean unchanged(OpenDirectory root, Path name, Node current) throws IOException;
}
