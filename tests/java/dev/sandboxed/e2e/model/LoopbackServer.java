package dev.sandboxed.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** An HTTP server on a free port of the loopback interface that takes and answers JSON. */
public final class LoopbackServer implements AutoCloseable {

  /**
   * What somebody asked.
   *
   * @param apiKey the {@code x-api-key} or {@code x-goog-api-key} header, or the bearer's token;
   *     empty if there was none
   * @param body missing if there was none
   */
  public record Request(String method, String path, String apiKey, JsonNode body) {}

  public record Reply(int status, String contentType, String text) {

    public static Reply json(String text) {
      return new Reply(200, "application/json", text);
    }

    public static Reply events(String text) {
      return new Reply(200, "text/event-stream", text);
    }

    public static Reply notFound() {
      return new Reply(404, "application/json", "{}");
    }
  }

  private interface Listening {
    HttpServer at(InetSocketAddress address, int backlog) throws IOException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<Request, Reply> answer;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public LoopbackServer(Function<Request, Reply> answer) {
    this(HttpServer::create, answer);
  }

  /** A server that is asked through HTTPS. */
  public static LoopbackServer secure(SSLContext identity, Function<Request, Reply> answer) {
    return new LoopbackServer(
        (address, backlog) -> {
          HttpsServer server = HttpsServer.create(address, backlog);
          server.setHttpsConfigurator(new HttpsConfigurator(identity));
          return server;
        },
        answer);
  }

  private LoopbackServer(Listening listening, Function<Request, Reply> answer) {
    this.answer = answer;
    try {
      this.server = listening.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** All requests so far, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("x-api-key"))
              .or(() ->
                  Optional.ofNullable(exchange.getRequestHeaders().getFirst("x-goog-api-key")))
              .or(() ->
                  Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                      .map(value -> value.replaceFirst("^Bearer ", "")))
              .orElse("");
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              key,
              JSON.readTree(exchange.getRequestBody().readAllBytes()));
      requests.add(request);
      Reply reply = answer.apply(request);
      byte[] bytes = reply.text().getBytes(StandardCharsets.UTF_8);
      boolean head = request.method().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      exchange.sendResponseHeaders(reply.status(), head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
