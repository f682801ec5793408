package dev.sandboxed.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.util.Optional;

/** A problem as a JSON object on one line, for programs. Every object has all of the keys. */
final class ProblemJson {

  // A project can choose what is in a name, and some of these characters steer a terminal.
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private ProblemJson() {}

  static String of(Problem problem) {
    ObjectNode node = MAPPER.createObjectNode();
    Optional<SourcePosition> where = problem.where();
    node.put("code", problem.code());
    node.put("message", problem.message());
    node.put("file", where.map(SourcePosition::file).orElse(null));
    node.put("line", where.map(SourcePosition::line).orElse(null));
    node.put("column", where.map(SourcePosition::column).orElse(null));
    node.put("hint", problem.hint());
    try {
      // Jackson counts DEL as a printable character.
      return MAPPER.writeValueAsString(node).replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
