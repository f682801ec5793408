package dev.sandboxed.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** OpenAI's Responses API, as far as Codex and OpenCode need it. */
public final class ResponsesApiStub extends ModelStub {

  /** What an agent calls its shell, and the argument that is the command. */
  private record Shell(String tool, String argument) {}

  private static final List<Shell> SHELLS =
      List.of(new Shell("exec_command", "cmd"), new Shell("bash", "command"));

  private static final JsonNodeFactory NODE = JsonNodeFactory.instance;

  private ResponsesApiStub(String... commands) {
    super(commands);
  }

  /** A model that wants {@code commands} run, in this order. */
  public static ResponsesApiStub asking(String... commands) {
    return new ResponsesApiStub(commands);
  }

  @Override
  public String baseUrl() {
    return super.baseUrl() + "/v1";
  }

  @Override
  public String systemPrompt() {
    return conversation().path("instructions").asText() + "\n" + said("developer", "system");
  }

  @Override
  public String context() {
    return said("user");
  }

  @Override
  LoopbackServer.Reply answer(LoopbackServer.Request request) {
    if (!request.path().equals("/v1/responses") || !request.method().equals("POST")) {
      return LoopbackServer.Reply.notFound();
    }
    ObjectNode item =
        next(request.body())
            .map(command -> call(shell(request.body()).orElseThrow(), command))
            .orElseGet(() -> message(FAREWELL));
    return LoopbackServer.Reply.events(events(item));
  }

  private ObjectNode call(Shell shell, Command command) {
    ObjectNode arguments = NODE.objectNode().put(shell.argument(), command.text());
    return NODE.objectNode()
        .put("type", "function_call")
        .put("id", "fc_" + command.number())
        .put("call_id", "call_" + command.number())
        .put("name", shell.tool())
        .put("arguments", arguments.put("description", "Run a command").toString())
        .put("status", "completed");
  }

  private static ObjectNode message(String text) {
    ObjectNode message =
        NODE.objectNode()
            .put("type", "message")
            .put("id", "msg_stub")
            .put("role", "assistant")
            .put("status", "completed");
    part(message.putArray("content").addObject(), text);
    return message;
  }

  private static ObjectNode part(ObjectNode part, String text) {
    part.put("type", "output_text").put("text", text).putArray("annotations");
    return part;
  }

  private static String events(ObjectNode item) {
    StringBuilder events = new StringBuilder();
    ObjectNode created = event("response.created");
    created.set("response", response("in_progress"));
    append(events, created);
    ObjectNode added = event("response.output_item.added").put("output_index", 0);
    append(events, added.set("item", unfinished(item)));
    String id = item.path("id").asText();
    if (item.has("arguments")) {
      append(events, delta("response.function_call_arguments.delta", id, item.path("arguments")));
    } else {
      JsonNode text = item.path("content").path(0).path("text");
      ObjectNode begun = about("response.content_part.added", id);
      part(begun.putObject("part"), "");
      append(events, begun);
      append(events, delta("response.output_text.delta", id, text));
    }
    ObjectNode finished = event("response.output_item.done").put("output_index", 0);
    append(events, finished.set("item", item));
    ObjectNode completed = event("response.completed");
    ObjectNode response = response("completed");
    response.withArray("output").add(item);
    append(events, completed.set("response", response));
    return events.toString();
  }

  private static ObjectNode unfinished(ObjectNode item) {
    ObjectNode begun = item.deepCopy().put("status", "in_progress");
    if (begun.has("arguments")) {
      begun.put("arguments", "");
    } else {
      begun.putArray("content");
    }
    return begun;
  }

  private static ObjectNode delta(String type, String id, JsonNode text) {
    return about(type, id).put("delta", text.asText());
  }

  private static ObjectNode about(String type, String id) {
    return event(type).put("item_id", id).put("output_index", 0).put("content_index", 0);
  }

  private static ObjectNode response(String status) {
    ObjectNode response =
        NODE.objectNode()
            .put("id", "resp_stub")
            .put("object", "response")
            .put("created_at", 1)
            .put("model", "stub")
            .put("status", status);
    response.putArray("output");
    ObjectNode usage = response.putObject("usage");
    usage.put("input_tokens", 1).put("output_tokens", 1).put("total_tokens", 2);
    usage.putObject("input_tokens_details").put("cached_tokens", 0);
    usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
    return response;
  }

  private static ObjectNode event(String type) {
    return NODE.objectNode().put("type", type).put("sequence_number", 0);
  }

  private static void append(StringBuilder events, JsonNode event) {
    events.append("event: ").append(event.path("type").asText()).append('\n');
    events.append("data: ").append(event).append("\n\n");
  }

  @Override
  boolean offersShell(JsonNode request) {
    return shell(request).isPresent();
  }

  private static Optional<Shell> shell(JsonNode request) {
    List<String> tools = request.path("tools").findValuesAsText("name");
    return SHELLS.stream().filter(shell -> tools.contains(shell.tool())).findFirst();
  }

  private String said(String... roles) {
    return StreamSupport.stream(conversation().path("input").spliterator(), false)
        .filter(item -> List.of(roles).contains(item.path("role").asText()))
        .map(item -> plainText(item.path("content")))
        .collect(Collectors.joining("\n"));
  }

  @Override
  List<String> results(JsonNode request) {
    List<String> results = new ArrayList<>();
    for (JsonNode item : request.path("input")) {
      if (item.path("type").asText().equals("function_call_output")) {
        // Codex says more than what the command printed, and then that.
        String output = plainText(item.path("output"));
        results.add(output.replaceFirst("(?s)^Chunk ID: .*?\nOutput:\n", "").strip());
      }
    }
    return results;
  }
}
