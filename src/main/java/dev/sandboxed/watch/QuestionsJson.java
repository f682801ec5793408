package dev.sandboxed.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** Questions as JSON: an array of objects with {@code asked}, {@code subject} and {@code mark}. */
public final class QuestionsJson {

  private QuestionsJson() {}

  /** All of them, in their order. */
  public static ArrayNode of(List<Question> questions) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Question question : questions) {
      array
          .addObject()
          .put("asked", question.kind().word())
          .put("subject", question.subject())
          .put("mark", question.mark());
    }
    return array;
  }
}
