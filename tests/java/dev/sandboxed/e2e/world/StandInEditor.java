package dev.sandboxed.e2e.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in for an editor with Claude Code's extension: a WebSocket server (RFC 6455) on a free
 * port of the loopback interface that takes only who has the token of its lock, and talks MCP.
 */
public final class StandInEditor implements AutoCloseable {

  /** What is selected in the editor. */
  public static final String SELECTED = "words that only the editor has";

  // RFC 6455, section 1.3.
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ServerSocket server;
  private final String token = "token-" + UUID.randomUUID();
  private final List<OutputStream> guests = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public StandInEditor() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::listen);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** A lock as the extension writes it; the process is the one that runs the tests. */
  public String lock(Path folder) {
    return lock(ProcessHandle.current().pid(), folder);
  }

  /** The same with another process. */
  public String lock(long process, Path folder) {
    ObjectNode lock = JsonNodeFactory.instance.objectNode();
    lock.put("pid", process);
    lock.putArray("workspaceFolders").add(folder.toString());
    lock.put("ideName", "Stand-in");
    lock.put("transport", "ws");
    lock.put("authToken", token);
    return lock.toString();
  }

  /** Opens a directory, as a person does in an editor. */
  public StandInEditor opens(HostWorld world, Path folder) {
    return writes(world, lock(folder));
  }

  /** Writes its lock, with any text. */
  public StandInEditor writes(HostWorld world, String text) {
    try {
      Path file = place(world);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its lock is. */
  public Path place(HostWorld world) {
    return world.home().resolve(".claude/ide/" + port() + ".lock");
  }

  /** Waits for a message. */
  public void waitUntilTold(String method) {
    Waiting.until(() -> heard.contains(method), () -> method + ", but was told " + heard);
  }

  /** Tells its guests what is selected, as an editor does whenever that changes. */
  public void select() {
    try {
      for (OutputStream guest : guests) {
        send(TEXT, selection(), guest);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The methods of the messages so far, and {@code refused} for a guest without the token. */
  public List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        Socket guest = server.accept();
        threads.execute(() -> serve(guest));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket guest) {
    try (guest) {
      DataInputStream in = new DataInputStream(guest.getInputStream());
      OutputStream out = guest.getOutputStream();
      Map<String, String> headers = headers(in);
      if (headers.isEmpty()) {
        return;
      }
      if (!token.equals(headers.get("x-claude-code-ide-authorization"))) {
        heard.add("refused");
        out.write(
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      out.write(
          """
          HTTP/1.1 101 Switching Protocols\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Sec-WebSocket-Accept: %s\r
          %s\r
          """
              .formatted(
                  accept(headers.getOrDefault("sec-websocket-key", "")),
                  headers.containsKey("sec-websocket-protocol")
                      ? "Sec-WebSocket-Protocol: mcp\r\n"
                      : "")
              .getBytes(StandardCharsets.US_ASCII));
      guests.add(out);
      while (frame(in, out)) {}
    } catch (IOException gone) {
      // The guest has left.
    }
  }

  private static Map<String, String> headers(DataInputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
      }
    }
    return headers;
  }

  private static String line(DataInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  private static String accept(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1")
                  .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads one frame, and answers it; what is in several frames is not understood. */
  private boolean frame(DataInputStream in, OutputStream out) throws IOException {
    int kind = in.readUnsignedByte() & 0xf;
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = in.readNBytes(4);
    byte[] text = in.readNBytes(length);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= mask[i % 4];
    }
    switch (kind) {
      case TEXT -> message(JSON.readTree(text), out);
      case PING -> send(PONG, text, out);
      case CLOSE -> {
        return false;
      }
      default -> {}
    }
    return true;
  }

  private void message(JsonNode message, OutputStream out) throws IOException {
    String method = message.path("method").asText("");
    if (message.has("id") && !method.isEmpty()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.put("jsonrpc", "2.0");
      answer.set("id", message.path("id"));
      answer.set("result", result(method, message.path("params")));
      send(TEXT, JSON.writeValueAsBytes(answer), out);
    }
    heard.add(method);
  }

  private static byte[] selection() throws IOException {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("jsonrpc", "2.0").put("method", "selection_changed");
    ObjectNode params = told.putObject("params");
    params.put("text", SELECTED).put("filePath", "/elsewhere/of-the-editor.txt");
    ObjectNode selection = params.putObject("selection");
    selection.putObject("start").put("line", 0).put("character", 0);
    selection.putObject("end").put("line", 0).put("character", SELECTED.length());
    return JSON.writeValueAsBytes(told);
  }

  private static JsonNode result(String method, JsonNode params) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    switch (method) {
      case "initialize" -> {
        result.set("protocolVersion", params.path("protocolVersion"));
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "stand-in").put("version", "1");
      }
      case "tools/list" -> result.putArray("tools");
      default -> result.putArray("content");
    }
    return result;
  }

  private static synchronized void send(int kind, byte[] text, OutputStream out)
      throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | kind);
    if (text.length < 126) {
      frame.write(text.length);
    } else {
      frame.write(126);
      frame.write(text.length >> 8);
      frame.write(text.length);
    }
    frame.write(text);
    out.write(frame.toByteArray());
    out.flush();
  }
}
