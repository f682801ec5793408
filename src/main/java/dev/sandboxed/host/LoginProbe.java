package dev.sandboxed.host;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sandboxed.files.Inquiry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Looks into the files of a login. */
public final class LoginProbe {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  // A hundred times what agents write.
  private static final int LARGEST_BYTES = 1 << 20;

  private LoginProbe() {}

  /**
   * Looks into one file. A broken one is a login whose end nobody knows: the agent has to decide
   * what it is worth.
   *
   * @param expires where the file says when its token expires, in milliseconds since 1970
   */
  public static LoginFact look(Inquiry inquiry, Path file, Optional<JsonPointer> expires) {
    String text = read(inquiry, file).strip();
    JsonNode json = json(text);
    if (text.isEmpty() || (json.isContainerNode() && json.isEmpty())) {
      return LoginFact.NONE;
    }
    return new LoginFact(
        true,
        expires
            .map(json::at)
            .filter(JsonNode::canConvertToLong)
            .map(JsonNode::asLong)
            .map(Instant::ofEpochMilli));
  }

  private static String read(Inquiry inquiry, Path file) {
    try {
      return new String(inquiry.bytes(file, LARGEST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }
}
