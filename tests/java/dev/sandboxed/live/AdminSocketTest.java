package dev.sandboxed.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSocketTest {

  @TempDir Path directory;

  /** The kernel takes 107 bytes, and the JDK 106. */
  @ParameterizedTest
  @ValueSource(ints = {100, 105, 106, 107, 108, 109, 200})
  void aPathOfAnyLengthIsReached(int length) throws IOException, InterruptedException {
    Path place =
        Files.createDirectory(
            directory.resolve("x".repeat(length - directory.toString().length() - "//s".length())));
    Path link = Files.createSymbolicLink(directory.resolve("l"), place);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(link.resolve("s")));
      Thread answering = Thread.ofVirtual().start(() -> answer(server));
      Path socket = place.resolve("s");
      assertThat(socket.toString()).hasSize(length);

      assertThat(new AdminSocket(socket).map("some")).containsEntry("key", "the words");

      answering.join();
    }
  }

  @Test
  void whoeverDoesNotAnswerIsNotWaitedForWithoutEnd() throws IOException {
    Path socket = directory.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      assertThatThrownBy(() -> new AdminSocket(socket, Duration.ofSeconds(1)).map("some"))
          .isInstanceOf(IOException.class)
          .hasMessage("it has not answered for 1 s");
    }
  }

  private static void answer(ServerSocketChannel server) {
    try (SocketChannel one = server.accept()) {
      ByteBuffer question = ByteBuffer.allocate("show map some\n".length());
      while (question.hasRemaining() && one.read(question) >= 0) {}
      one.write(ByteBuffer.wrap("0x1 key the words\n".getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
