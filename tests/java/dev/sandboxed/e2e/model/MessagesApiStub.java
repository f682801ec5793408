package dev.sandboxed.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** The Anthropic Messages API, as far as Claude Code needs it. */
public final class MessagesApiStub implements ModelStub {

  private final List<String> commands;
  private final LoopbackServer server = new LoopbackServer(this::answer);

  private MessagesApiStub(List<String> commands) {
    this.commands = List.copyOf(commands);
  }

  /** A model that wants {@code commands} run, in this order. */
  public static MessagesApiStub asking(String... commands) {
    return new MessagesApiStub(List.of(commands));
  }

  /** For {@code ANTHROPIC_BASE_URL}. */
  @Override
  public String baseUrl() {
    return server.url();
  }

  @Override
  public List<LoopbackServer.Request> requests() {
    return server.requests();
  }

  @Override
  public List<String> commandResults() {
    return results(conversation());
  }

  @Override
  public String systemPrompt() {
    return plainText(conversation().path("system"));
  }

  @Override
  public String context() {
    return plainText(conversation().path("messages").path(0).path("content"));
  }

  @Override
  public void close() {
    server.close();
  }

  private LoopbackServer.Reply answer(LoopbackServer.Request request) {
    return switch (request.method() + " " + request.path()) {
      case "POST /v1/messages" -> answer(request.body());
      case "POST /v1/messages/count_tokens" -> LoopbackServer.Reply.json("{\"input_tokens\":1}");
      default -> LoopbackServer.Reply.notFound();
    };
  }

  private LoopbackServer.Reply answer(JsonNode request) {
    int done = results(request).size();
    MessagesApiReply reply =
        offersShell(request) && done < commands.size()
            ? MessagesApiReply.shellCommand(request, done, commands.get(done))
            : MessagesApiReply.text(request, FAREWELL);
    return request.path("stream").asBoolean()
        ? LoopbackServer.Reply.events(reply.asEvents())
        : LoopbackServer.Reply.json(reply.asMessage());
  }

  /** The last request of the conversation itself; agents also ask for titles and the like. */
  private JsonNode conversation() {
    return requests().stream()
        .map(LoopbackServer.Request::body)
        .filter(MessagesApiStub::offersShell)
        .reduce((first, last) -> last)
        .orElse(MissingNode.getInstance());
  }

  private static boolean offersShell(JsonNode request) {
    return request.path("tools").findValuesAsText("name").contains("Bash");
  }

  private static List<String> results(JsonNode request) {
    List<String> results = new ArrayList<>();
    for (JsonNode message : request.path("messages")) {
      for (JsonNode block : message.path("content")) {
        if (block.path("type").asText().equals("tool_result")) {
          results.add(plainText(block.path("content")));
        }
      }
    }
    return results;
  }

  /** Content is a string or a list of blocks. */
  private static String plainText(JsonNode content) {
    return content.isTextual()
        ? content.asText()
        : String.join("\n", content.findValuesAsText("text"));
  }
}
