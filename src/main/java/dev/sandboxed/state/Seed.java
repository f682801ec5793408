package dev.sandboxed.state;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.write.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A JSON file that a new instance starts with, so that the agent does not ask again what the person
 * has already answered.
 *
 * @param file its name in the instance
 * @param content a JSON object
 * @param from the person's own file of that kind on this host
 * @param copied pointers to what is taken from there, if it has that
 */
public record Seed(Path file, String content, Optional<Path> from, List<JsonPointer> copied) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  // A hundred times what Claude Code keeps for a person with many projects.
  private static final int LARGEST_BYTES = 32 << 20;

  public Seed {
    copied = List.copyOf(copied);
  }

  /**
   * Writes the file into an instance that is being made. If there is nothing to write, there is no
   * file.
   */
  void sow(Path instance) {
    ObjectNode text = object();
    JsonNode answers = from.map(Seed::read).orElse(MissingNode.getInstance());
    for (JsonPointer pointer : copied) {
      JsonNode answer = answers.at(pointer);
      if (!answer.isMissingNode()) {
        text.withObject(pointer.head(), JsonNode.OverwriteMode.ALL, true)
            .set(pointer.last().getMatchingProperty(), answer);
      }
    }
    if (!text.isEmpty()) {
      Path target = instance.resolve(file);
      PrivateFiles.directory(target.resolveSibling(""));
      PrivateFiles.file(target, text.toPrettyString() + "\n");
    }
  }

  private ObjectNode object() {
    try {
      return MAPPER.readValue(content, ObjectNode.class);
    } catch (JacksonException e) {
      throw new IllegalStateException("the reader of agent definitions accepts no such seed", e);
    }
  }

  /** A file that cannot be read holds no answers; then the agent asks. */
  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(BoundedFile.bytes(file, LARGEST_BYTES));
    } catch (IOException unreadable) {
      return MissingNode.getInstance();
    }
  }
}
