package dev.sandboxed.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The Anthropic Messages API, as far as Claude Code needs it. */
public final class MessagesApiStub extends ModelStub {

  private MessagesApiStub(String... commands) {
    super(commands);
  }

  /** A model that wants {@code commands} run, in this order. */
  public static MessagesApiStub asking(String... commands) {
    return new MessagesApiStub(commands);
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
  LoopbackServer.Reply answer(LoopbackServer.Request request) {
    return switch (request.method() + " " + request.path()) {
      case "POST /v1/messages" -> answer(request.body());
      case "POST /v1/messages/count_tokens" -> LoopbackServer.Reply.json("{\"input_tokens\":1}");
      default -> LoopbackServer.Reply.notFound();
    };
  }

  private LoopbackServer.Reply answer(JsonNode request) {
    MessagesApiReply reply =
        next(request)
            .map(command -> MessagesApiReply.call(request, command.number(), command.text()))
            .orElseGet(() -> MessagesApiReply.text(request, FAREWELL));
    return request.path("stream").asBoolean()
        ? LoopbackServer.Reply.events(reply.asEvents())
        : LoopbackServer.Reply.json(reply.asMessage());
  }

  @Override
  boolean offersShell(JsonNode request) {
    return request.path("tools").findValuesAsText("name").contains("Bash");
  }

  @Override
  List<String> results(JsonNode request) {
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
}
