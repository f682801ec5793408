package dev.sandboxed.editor;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.problem.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an editor says of itself in its lock. The token in it is of no interest here.
 *
 * @param process the number of the process that the editor is, or that has started what listens
 * @param folders the directories that it has open, as it writes them
 * @param name safe to show
 */
record EditorLock(int process, List<String> folders, String name) {

  // proc(5), pid_max: more are not possible. The first process is nobody's editor.
  private static final int FIRST = 2;
  private static final int LAST = 1 << 22;

  private static final int LONGEST_NAME = 40;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  EditorLock {
    folders = List.copyOf(folders);
  }

  /** A lock that does not say what it should; the message begins with the place, if it is known. */
  static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * Reads one.
   *
   * @param bytes each as one character
   */
  static EditorLock read(String bytes) throws MalformedException {
    JsonNode json = json(bytes);
    JsonNode process = json.path("pid");
    if (!process.isInt() || process.intValue() < FIRST || process.intValue() > LAST) {
      throw new MalformedException(": its pid is not the number of a process");
    }
    List<String> folders = new ArrayList<>();
    for (JsonNode folder : json.path("workspaceFolders")) {
      folders.add(folder.asText(""));
    }
    String name = json.path("ideName").asText("");
    return new EditorLock(
        process.intValue(),
        folders,
        name.isBlank() ? "an editor" : Quoted.of(name, LONGEST_NAME).replace("\"", ""));
  }

  private static JsonNode json(String bytes) throws MalformedException {
    try {
      String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      JsonNode json = MAPPER.readTree(text);
      if (!json.isObject()) {
        throw new MalformedException(":1:1: it is not a JSON object");
      }
      return json;
    } catch (JsonProcessingException e) {
      // Its own message may repeat the token.
      JsonLocation at = e.getLocation();
      throw new MalformedException(
          at == null
              ? ": it is not valid JSON"
              : ":%d:%d: it is not valid JSON".formatted(at.getLineNr(), at.getColumnNr()));
    }
  }
}
