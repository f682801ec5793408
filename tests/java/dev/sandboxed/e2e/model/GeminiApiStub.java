package dev.sandboxed.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The Gemini API, as far as Gemini CLI needs it. */
public final class GeminiApiStub extends ModelStub {

  /** Named, because otherwise Gemini CLI first asks another model which one to take. */
  public static final String MODEL = "gemini-2.5-flash";

  private static final String SHELL = "run_shell_command";

  private GeminiApiStub(String... commands) {
    super(commands);
  }

  /** A model that wants {@code commands} run, in this order. */
  public static GeminiApiStub asking(String... commands) {
    return new GeminiApiStub(commands);
  }

  @Override
  public String systemPrompt() {
    return String.join("\n", conversation().path("systemInstruction").findValuesAsText("text"));
  }

  @Override
  public String context() {
    return String.join("\n", conversation().path("contents").path(0).findValuesAsText("text"));
  }

  @Override
  LoopbackServer.Reply answer(LoopbackServer.Request request) {
    if (request.path().endsWith(":countTokens")) {
      return LoopbackServer.Reply.json("{\"totalTokens\":1}");
    }
    String reply =
        reply(
                next(request.body())
                    .map(command -> shellCommand(command.text()))
                    .orElseGet(() -> text(FAREWELL)))
            .toString();
    if (request.path().endsWith(":streamGenerateContent")) {
      return LoopbackServer.Reply.events("data: " + reply + "\n\n");
    }
    return request.path().endsWith(":generateContent")
        ? LoopbackServer.Reply.json(reply)
        : LoopbackServer.Reply.notFound();
  }

  @Override
  boolean offersShell(JsonNode request) {
    return request.path("tools").findValuesAsText("name").contains(SHELL);
  }

  @Override
  List<String> results(JsonNode request) {
    List<String> results = new ArrayList<>();
    for (JsonNode response : request.path("contents").findValues("functionResponse")) {
      results.add(response.path("response").path("output").asText());
    }
    return results;
  }

  private static ObjectNode reply(ObjectNode part) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ObjectNode candidate = reply.putArray("candidates").addObject();
    candidate.put("index", 0).put("finishReason", "STOP");
    candidate.putObject("content").put("role", "model").putArray("parts").add(part);
    reply.putObject("usageMetadata").put("promptTokenCount", 1).put("totalTokenCount", 2);
    return reply;
  }

  private static ObjectNode text(String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text);
  }

  private static ObjectNode shellCommand(String command) {
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    part.putObject("functionCall").put("name", SHELL).putObject("args").put("command", command);
    return part;
  }
}
