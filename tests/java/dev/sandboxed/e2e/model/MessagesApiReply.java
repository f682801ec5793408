package dev.sandboxed.e2e.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One answer of the Messages API, written as a whole or as server-sent events.
 *
 * @param block the only content block, complete
 * @param delta what turns the empty block into the complete one
 */
public record MessagesApiReply(
    String model, ObjectNode block, ObjectNode delta, ObjectNode emptyBlock, String stopReason) {

  private static final JsonNodeFactory NODE = JsonNodeFactory.instance;
  private static final JsonMapper JSON = new JsonMapper();

  public static MessagesApiReply text(JsonNode request, String text) {
    return new MessagesApiReply(
        request.path("model").asText(),
        textBlock(text),
        NODE.objectNode().put("type", "text_delta").put("text", text),
        textBlock(""),
        "end_turn");
  }

  /**
   * Asks for {@code command} through the tool {@code Bash}; one that begins with {@code mcp__} is
   * the name of a tool, with its input as JSON behind it.
   */
  static MessagesApiReply call(JsonNode request, int number, String command) {
    int space = command.indexOf(' ');
    boolean shell = !command.startsWith("mcp__");
    String input =
        shell
            ? NODE.objectNode()
                .put("command", command)
                .put("description", "Run a command")
                .toString()
            : command.substring(space + 1);
    String tool = shell ? "Bash" : command.substring(0, space);
    return new MessagesApiReply(
        request.path("model").asText(),
        toolBlock(number, tool, json(input)),
        NODE.objectNode().put("type", "input_json_delta").put("partial_json", input),
        toolBlock(number, tool, NODE.objectNode()),
        "tool_use");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException mistake) {
      throw new IllegalArgumentException(mistake);
    }
  }

  String asMessage() {
    ObjectNode message = message();
    message.withArray("content").add(block);
    return message.put("stop_reason", stopReason).toString();
  }

  public String asEvents() {
    StringBuilder events = new StringBuilder();
    ObjectNode start = event("message_start");
    start.set("message", message());
    append(events, start);
    ObjectNode blockStart = event("content_block_start").put("index", 0);
    blockStart.set("content_block", emptyBlock);
    append(events, blockStart);
    ObjectNode blockDelta = event("content_block_delta").put("index", 0);
    blockDelta.set("delta", delta);
    append(events, blockDelta);
    append(events, event("content_block_stop").put("index", 0));
    ObjectNode end = event("message_delta");
    end.putObject("delta").put("stop_reason", stopReason).putNull("stop_sequence");
    end.putObject("usage").put("output_tokens", 1);
    append(events, end);
    append(events, event("message_stop"));
    return events.toString();
  }

  private ObjectNode message() {
    ObjectNode message =
        NODE.objectNode()
            .put("id", "msg_stub")
            .put("type", "message")
            .put("role", "assistant")
            .put("model", model)
            .putNull("stop_reason")
            .putNull("stop_sequence");
    message.putArray("content");
    message.putObject("usage").put("input_tokens", 1).put("output_tokens", 1);
    return message;
  }

  private static ObjectNode event(String type) {
    return NODE.objectNode().put("type", type);
  }

  private static void append(StringBuilder events, ObjectNode event) {
    events.append("event: ").append(event.path("type").asText()).append('\n');
    events.append("data: ").append(event).append("\n\n");
  }

  private static ObjectNode textBlock(String text) {
    return NODE.objectNode().put("type", "text").put("text", text);
  }

  private static ObjectNode toolBlock(int number, String tool, JsonNode input) {
    ObjectNode block =
        NODE.objectNode().put("type", "tool_use").put("id", "toolu_" + number).put("name", tool);
    block.set("input", input);
    return block;
  }
}
