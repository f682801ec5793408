package dev.sandboxed.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Asks slirp4netns for the ports that lead inside, through the socket that it listens on for this
 * (slirp4netns(1), --api-socket), and removes the socket. Started by src/main/bash/uplink while a
 * launch waits: no shell can talk to a socket.
 */
public final class PublishPorts {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PublishPorts() {}

  /**
   * Publishes the ports.
   *
   * @param arguments the socket, and a file with a line for each port: the host's address and port,
   *     then the sandbox's
   */
  public static void main(String[] arguments) {
    try {
      publish(Path.of(arguments[0]), Files.readAllLines(Path.of(arguments[1])));
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void publish(Path socket, List<String> lines) throws IOException {
    try {
      for (String line : lines) {
        List<String> words = List.of(line.split(" ", -1));
        JsonNode answer = ask(socket, request(words));
        if (answer.has("error")) {
          throw new IOException(
              "cannot publish at %s:%s, which may be in use or not allowed for you: %s"
                  .formatted(
                      words.get(0), words.get(1), answer.path("error").path("desc").asText()));
        }
      }
    } finally {
      // The published ports stay; nobody can ask for more.
      Files.deleteIfExists(socket);
    }
  }

  private static ObjectNode request(List<String> words) {
    ObjectNode request = MAPPER.createObjectNode().put("execute", "add_hostfwd");
    request
        .putObject("arguments")
        .put("proto", "tcp")
        .put("host_addr", words.get(0))
        .put("host_port", Integer.parseInt(words.get(1)))
        .put("guest_addr", words.get(2))
        .put("guest_port", Integer.parseInt(words.get(3)));
    return request;
  }

  /** Asks one question, over a connection of its own. */
  private static JsonNode ask(Path socket, ObjectNode request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(MAPPER.writeValueAsBytes(request)));
      channel.shutdownOutput();
      return MAPPER.readTree(Channels.newInputStream(channel));
    }
  }
}
