package dev.sandboxed.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.util.Optional;

/** A problem as a JSON object on one line, for programs. Every object has all of the keys. */
final class ProblemJson {

  private ProblemJson() {}

  static String of(Problem problem) {
    return Json.text(node(problem));
  }

  static ObjectNode node(Problem problem) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Optional<SourcePosition> where = problem.where();
    node.put("code", problem.code());
    node.put("message", problem.message());
    node.put("file", where.map(SourcePosition::file).orElse(null));
    node.put("line", where.map(SourcePosition::line).orElse(null));
    node.put("column", where.map(SourcePosition::column).orElse(null));
    node.put("hint", problem.hint());
    return node;
  }
}
