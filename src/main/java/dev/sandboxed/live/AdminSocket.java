package dev.sandboxed.live;

import dev.sandboxed.files.write.DirectoryTree;
import dev.sandboxed.names.HostGrant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The admin socket of a session's HAProxy (its management guide, "Unix Socket commands"). */
final class AdminSocket {

  // unix(7) has room for 107 bytes and a NUL; the JDK takes one less (UnixDomainSockets.c).
  private static final int LONGEST_PATH = 106;

  // A map has some hundred rules, each with its file.
  private static final int LARGEST_ANSWER = 16 << 20;

  private static final int BUFFER = 1 << 16;

  // It answers within milliseconds, unless somebody has stopped it.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path socket;
  private final Duration patience;

  AdminSocket(Path socket) {
    this(socket, PATIENCE);
  }

  AdminSocket(Path socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /** The entries of a map, in its order: the words of each by its key. */
  Map<String, String> map(String name) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    String answer = ask("show map " + name + "\n");
    for (String line : answer.lines().toList()) {
      // Where it is in memory, the key, the words.
      String[] parts = line.split(" ", 3);
      if (parts.length == 3 && parts[0].startsWith("0x")) {
        entries.putIfAbsent(parts[1], parts[2]);
      } else if (!line.isBlank()) {
        throw new IOException(line);
      }
    }
    return entries;
  }

  /** Adds an entry; a key and words without a line break. */
  void add(String map, String key, String words) throws IOException {
    String answer = ask("add map %s <<\n%s %s\n\n".formatted(map, key, words));
    if (!answer.isBlank()) {
      throw new IOException(answer.strip());
    }
  }

  private String ask(String command) throws IOException {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
      return ask(socket, command);
    }
    // A directory of this person's alone, with a shorter path.
    Path shorter = Files.createTempDirectory(Path.of("/tmp"), "sandboxed-admin-");
    try {
      Path link = Files.createSymbolicLink(shorter.resolve("s"), socket);
      return ask(link, command);
    } finally {
      DirectoryTree.delete(shorter);
    }
  }

  private String ask(Path at, String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector ready = Selector.open()) {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(at))) {
        throw new IOException("it takes no more connections");
      }
      SelectionKey key = channel.register(ready, SelectionKey.OP_WRITE);
      ByteBuffer question = ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8));
      while (question.hasRemaining()) {
        await(ready);
        channel.write(question);
      }
      key.interestOps(SelectionKey.OP_READ);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer read = ByteBuffer.allocate(BUFFER);
      await(ready);
      while (channel.read(read) >= 0 && answer.size() < LARGEST_ANSWER) {
        answer.write(read.array(), 0, read.position());
        read.clear();
        await(ready);
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private void await(Selector ready) throws IOException {
    if (ready.select(patience.toMillis()) == 0) {
      throw new IOException("it has not answered for %d s".formatted(patience.toSeconds()));
    }
    ready.selectedKeys().clear();
  }

  /** All entries of some maps. */
  List<HostGrant.Entry> entries(List<String> maps) throws IOException {
    List<HostGrant.Entry> all = new ArrayList<>();
    for (String map : maps) {
      map(map).forEach((key, words) -> all.add(new HostGrant.Entry(map, key, words)));
    }
    return all;
  }
}
