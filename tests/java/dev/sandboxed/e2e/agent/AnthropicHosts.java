package dev.sandboxed.e2e.agent;

import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.model.MessagesApiReply;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Plays all hosts that Claude Code logs in at: a proxy on loopback that leads every connection to
 * one server, with a certificate that is made for the test. Each login and each refresh uses up its
 * token and gives the next: {@code access-1}, {@code access-2}…
 */
final class AnthropicHosts implements AutoCloseable {

  private static final String PASSWORD = "throw-away";

  private static final String PROFILE =
      """
      {"account": {"uuid": "00000000-0000-0000-0000-000000000002", "email": "ada@example.org",
        "full_name": "Ada", "display_name": "Ada", "has_claude_max": true, "has_claude_pro": false,
        "created_at": "2025-01-01T00:00:00Z"},
       "organization": {"uuid": "00000000-0000-0000-0000-000000000001", "name": "o",
        "organization_type": "claude_max", "rate_limit_tier": "default"}}
      """;

  private final AtomicInteger tokens = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LoopbackServer server;
  private final ServerSocket proxy;

  private AnthropicHosts(Path keys) throws IOException, GeneralSecurityException {
    server = LoopbackServer.secure(identity(keys), this::answer);
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** For everything that the world's person starts from now on. */
  static AnthropicHosts around(HostWorld world) {
    try {
      Path certificate = certificate(world);
      AnthropicHosts hosts = new AnthropicHosts(world.backstage().resolve("keys.p12"));
      String address = "127.0.0.1:" + hosts.proxy.getLocalPort();
      world
          .set("HTTPS_PROXY", "http://" + address)
          .set("NODE_EXTRA_CA_CERTS", certificate.toString())
          .set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      Profiles.write(
          world,
          "default",
          """
          extends = "default"
          [network]
          reach = ["%s"]
          [filesystem]
          read = ["%s"]
          """
              .formatted(address, certificate));
      return hosts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("a certificate that keytool has just made", e);
    }
  }

  /** The refresh tokens and codes that were used up, in order. */
  List<String> spent() {
    return server.requests().stream()
        .filter(request -> request.path().equals("/v1/oauth/token"))
        .map(request ->
            request.body().path("refresh_token").asText() + request.body().path("code").asText())
        .toList();
  }

  @Override
  public void close() {
    try {
      proxy.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.close();
    threads.shutdownNow();
  }

  private LoopbackServer.Reply answer(LoopbackServer.Request request) {
    return switch (request.path()) {
      case "/v1/oauth/token" -> LoopbackServer.Reply.json(nextToken());
      case "/api/oauth/profile" -> LoopbackServer.Reply.json(PROFILE);
      case "/v1/messages" ->
          LoopbackServer.Reply.events(
              MessagesApiReply.text(request.body(), ModelStub.FAREWELL).asEvents());
      default -> LoopbackServer.Reply.notFound();
    };
  }

  private String nextToken() {
    int number = tokens.incrementAndGet();
    return """
    {"token_type": "Bearer", "access_token": "access-%d", "refresh_token": "refresh-%d",
     "expires_in": 28800, "scope": "user:inference user:profile",
     "account": {"uuid": "00000000-0000-0000-0000-000000000002",
      "email_address": "ada@example.org"},
     "organization": {"uuid": "00000000-0000-0000-0000-000000000001", "name": "o"}}
    """
        .formatted(number, number);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = proxy.accept();
        threads.execute(() -> lead(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  /** For any host that is asked for. */
  private void lead(Socket client) {
    try (client;
        Socket host = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      skipHead(client.getInputStream());
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      threads.execute(() -> pour(host, client));
      pour(client, host);
    } catch (IOException closed) {
      return;
    }
  }

  private static void pour(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      return;
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended in the middle of a request");
      }
      if (next != '\r') {
        newlines = next == '\n' ? newlines + 1 : 0;
      }
    }
  }

  private static Path certificate(HostWorld world) {
    Path certificate = world.backstage().resolve("certificate.pem");
    Outcome made =
        world.shell(
            """
            set -e
            "$1" -genkeypair -alias hosts -keyalg RSA -dname CN=throw-away -ext bc:c \
              -ext san=dns:platform.claude.com,dns:api.anthropic.com \
              -storetype PKCS12 -keystore "$2/keys.p12" -storepass "$3"
            "$1" -exportcert -rfc -alias hosts -keystore "$2/keys.p12" -storepass "$3" -file "$4"
            """,
            Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
            world.backstage().toString(),
            PASSWORD,
            certificate.toString());
    OutcomeAssert.assertThat(made).succeeded();
    return certificate;
  }

  private static SSLContext identity(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
