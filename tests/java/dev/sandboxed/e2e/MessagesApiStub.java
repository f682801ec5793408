package dev.sandboxed.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Plays the Anthropic Messages API on loopback: a model that asks for one shell command after the
 * other and then says {@value #FAREWELL}. Nothing is remembered between requests: which command is
 * next follows from the tool results that a request brings, so retries are harmless.
 */
final class MessagesApiStub implements AutoCloseable {

  /** The model's last words. */
  static final String FAREWELL = "All commands are done.";

  /**
   * One request to {@code /v1/messages}.
   *
   * @param apiKey the {@code x-api-key} header; empty if there was none
   */
  record Request(String apiKey, JsonNode body) {

    boolean offersShell() {
      return body.path("tools").findValuesAsText("name").contains("Bash");
    }

    List<String> toolResults() {
      List<String> results = new ArrayList<>();
      for (JsonNode message : body.path("messages")) {
        for (JsonNode block : message.path("content")) {
          if (block.path("type").asText().equals("tool_result")) {
            results.add(plainText(block.path("content")));
          }
        }
      }
      return results;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> commands;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private MessagesApiStub(List<String> commands) throws IOException {
    this.commands = List.copyOf(commands);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** A model that wants {@code commands} run, in this order. */
  static MessagesApiStub asking(String... commands) {
    try {
      return new MessagesApiStub(List.of(commands));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code ANTHROPIC_BASE_URL}. */
  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** What each command printed, in order, as the agent reported it. */
  List<String> toolResults() {
    return conversation().map(Request::toolResults).orElse(List.of());
  }

  /** The system prompt of the conversation. */
  String systemPrompt() {
    return plainText(
        conversation().map(Request::body).orElse(MissingNode.getInstance()).path("system"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  /** The last request of the main conversation; agents ask for titles and the like beside it. */
  private Optional<Request> conversation() {
    return requests.stream().filter(Request::offersShell).reduce((first, last) -> last);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String path = exchange.getRequestURI().getPath();
      switch (exchange.getRequestMethod() + " " + path) {
        case "POST /v1/messages" -> {
          String key = exchange.getRequestHeaders().getFirst("x-api-key");
          Request request = new Request(Optional.ofNullable(key).orElse(""), body);
          requests.add(request);
          reply(exchange, request);
        }
        case "POST /v1/messages/count_tokens" -> send(exchange, 200, "{\"input_tokens\":1}");
        default ->
            send(
                exchange,
                404,
                "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"no\"}}");
      }
    }
  }

  private void reply(HttpExchange exchange, Request request) throws IOException {
    int done = request.toolResults().size();
    MessagesApiReply reply =
        request.offersShell() && done < commands.size()
            ? MessagesApiReply.shellCommand(request.body(), done, commands.get(done))
            : MessagesApiReply.text(request.body(), FAREWELL);
    if (request.body().path("stream").asBoolean()) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      write(exchange, 200, reply.asEvents());
    } else {
      send(exchange, 200, reply.asMessage());
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    write(exchange, status, json);
  }

  private static void write(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Content is a string or a list of blocks. */
  private static String plainText(JsonNode content) {
    return content.isTextual()
        ? content.asText()
        : content.findValuesAsText("text").stream().collect(Collectors.joining("\n"));
  }
}
