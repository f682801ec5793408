package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.beneath.OpenDirectory;
import dev.sandboxed.state.Snapshots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
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
 * A layer that the kernel made over the project (overlayfs). It has what differs, and the project
 * is what is below, so nothing had to be copied or noted at the beginning.
 *
 * <p>Whether a file of the project is still what it was then follows from its time of change, which
 * an ordinary user cannot set back: it is compared with that of a note written at the beginning. A
 * file that came by the renaming of a directory above it has an old one, too. But then that
 * directory's own is new, and so is that of one in which anything was made or removed; this one is
 * told by the layer, which keeps what identifies the directory below it.
 */
final class OverlayLayer implements Layer {

  private static final String OPAQUE = "overlay.opaque";
  private static final String ORIGIN = "overlay.origin";

  // The largest that overlayfs writes has less than 200 bytes.
  private static final int LARGEST_MARK = 1024;

  private final Path upper;
  private final Path project;
  private final long begun;
  private final long root;
  private final SortedMap<Path, Change> changes = new TreeMap<>();

  // Of directories, as long as this is used: what a file is, is looked at again before it is
  // replaced.
  private final Map<Path, Boolean> same = new HashMap<>();

  private OverlayLayer(Path upper, Path project, long begun, long root) {
    this.upper = upper;
    this.project = project;
    this.begun = begun;
    this.root = root;
  }

  static OverlayLayer of(Path snapshot, Path project) throws IOException {
    return new OverlayLayer(
        Snapshots.upper(snapshot),
        project,
        Node.at(Snapshots.begun(snapshot)).changed(),
        Snapshots.root(snapshot));
  }

  @Override
  public SortedMap<Path, Change> changes() throws IOException {
    changes.clear();
    walk(Path.of(""));
    return new TreeMap<>(changes);
  }

  private void walk(Path directory) throws IOException {
    Set<Path> names = new HashSet<>();
    Node below = Node.at(project.resolve(directory));
    for (Path name : list(upper.resolve(directory))) {
      names.add(name);
      Path at = directory.resolve(name);
      Node now = Node.at(upper.resolve(at));
      Node was = below.is(Node.Kind.DIRECTORY) ? Node.at(project.resolve(at)) : Node.ABSENT;
      switch (now.kind()) {
        // Something else was faster.
        case ABSENT -> {}
        case WHITEOUT -> removed(at, was);
        case DIRECTORY -> {
          compare(at, was, now);
          walk(at);
        }
        case FILE, LINK, OTHER -> {
          if (was.is(Node.Kind.DIRECTORY)) {
            within(at);
          }
          compare(at, was, now);
        }
      }
    }
    if (below.is(Node.Kind.DIRECTORY) && isOpaque(upper.resolve(directory))) {
      for (Path name : list(project.resolve(directory))) {
        if (!names.contains(name)) {
          Path at = directory.resolve(name);
          removed(at, Node.at(project.resolve(at)));
        }
      }
    }
  }

  private void compare(Path at, Node was, Node now) throws IOException {
    if (!Same.at(was, project.resolve(at), now, upper.resolve(at))) {
      changes.put(at, new Change(at, was, now, upper.resolve(at)));
    }
  }

  /** A removed directory is all that was in it, and the directory. */
  private void removed(Path at, Node was) throws IOException {
    if (was.is(Node.Kind.DIRECTORY)) {
      within(at);
    }
    if (was.isThere()) {
      changes.put(at, new Change(at, was, Node.ABSENT, upper.resolve(at)));
    }
  }

  private void within(Path directory) throws IOException {
    for (Path name : list(project.resolve(directory))) {
      Path at = directory.resolve(name);
      removed(at, Node.at(project.resolve(at)));
    }
  }

  static List<Path> list(Path directory) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(entry.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private static boolean isOpaque(Path directory) {
    return mark(directory, OPAQUE)
        .filter(bytes -> bytes.length == 1 && bytes[0] == 'y')
        .isPresent();
  }

  /** What the kernel has noted at a directory of the layer; an agent cannot. */
  private static Optional<byte[]> mark(Path directory, String name) {
    UserDefinedFileAttributeView marks =
        Files.getFileAttributeView(
            directory, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    try {
      int size = marks.size(name);
      if (size > LARGEST_MARK) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.allocate(size);
      marks.read(name, bytes);
      return Optional.of(bytes.array());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  @Override
  public boolean unchanged(OpenDirectory directory, Path name, Node current) throws IOException {
    if (current.changed() >= begun || Node.at(project).inode() != root) {
      return false;
    }
    for (Path above = name.getParent(); above != null; above = above.getParent()) {
      @Nullable Boolean known = same.get(above);
      if (known == null) {
        known = isSame(directory, above);
        same.put(above, known);
      }
      if (!known) {
        return false;
      }
    }
    return true;
  }

  private boolean isSame(OpenDirectory directory, Path name) throws IOException {
    try (OpenDirectory at = directory.below(name)) {
      return at.look(Path.of(".")).changed() < begun
          || mark(upper.resolve(name), ORIGIN).filter(at::isOrigin).isPresent();
    }
  }
}
