package dev.sandboxed.snapshot;

import dev.sandboxed.beneath.Node;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the project had when it was copied, and what its copy had then. Files are told by what the
 * kernel changes with every change.
 *
 * @param project by name
 * @param copy the same
 */
public record CopyRecord(SortedMap<Path, Node> project, SortedMap<Path, Node> copy) {

  private static final String NAME = "copied";

  private static final int FIELDS = 7;

  public CopyRecord {
    project = new TreeMap<>(project);
    copy = new TreeMap<>(copy);
  }

  /** Looks at everything in a directory. */
  public static CopyRecord of(Path directory) throws IOException {
    return new CopyRecord(nodes(directory), new TreeMap<>());
  }

  /** The same with what another has, as the copy. */
  public CopyRecord with(CopyRecord other) {
    return new CopyRecord(project, other.project());
  }

  static SortedMap<Path, Node> nodes(Path directory) throws IOException {
    SortedMap<Path, Node> nodes = new TreeMap<>();
    gather(directory, Path.of(""), nodes);
    return nodes;
  }

  private static void gather(Path top, Path directory, SortedMap<Path, Node> nodes)
      throws IOException {
    for (Path name : OverlayLayer.list(top.resolve(directory))) {
      Path at = directory.resolve(name);
      Node node = Node.at(top.resolve(at));
      nodes.put(at, node);
      if (node.is(Node.Kind.DIRECTORY)) {
        gather(top, at, nodes);
      }
    }
  }

  /** Writes it down beside the copy. */
  public void write(Path snapshot) {
    StringBuilder text = new StringBuilder();
    project.forEach((name, node) -> line(text, 'p', name, node));
    copy.forEach((name, node) -> line(text, 'c', name, node));
    PrivateFiles.replace(snapshot.resolve(NAME), text.toString());
  }

  private static void line(StringBuilder text, char which, Path name, Node node) {
    text.append(which).append(' ').append(node.kind().name()).append(' ').append(node.mode());
    text.append(' ').append(node.size()).append(' ').append(node.inode()).append(' ');
    text.append(node.changed()).append(' ').append(Names.text(name)).append('\n');
  }

  static CopyRecord read(Path snapshot) throws IOException {
    SortedMap<Path, Node> project = new TreeMap<>();
    SortedMap<Path, Node> copy = new TreeMap<>();
    for (String line : Files.readAllLines(snapshot.resolve(NAME), StandardCharsets.US_ASCII)) {
      String[] fields = line.split(" ", FIELDS);
      Node node =
          new Node(
              Node.Kind.valueOf(fields[1]),
              Integer.parseInt(fields[2]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[4]),
              Long.parseLong(fields[5]));
      (fields[0].equals("p") ? project : copy).put(Names.path(fields[6]), node);
    }
    return new CopyRecord(project, copy);
  }
}
