package dev.sandboxed.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.NotReadException;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An approval as a JSON file. A file that is not exactly as it was written does not count as an
 * approval, and not as a missing one either: it is an error.
 */
final class ApprovalRecord {

  /** Raised when a field changes its meaning, is added or is removed. */
  private static final int VERSION = 1;

  private static final List<String> FIELDS =
      List.of("version", "project", "kind", "detail", "allowed", "marks", "copies");

  private static final int WRITABLE_FOR_OTHERS = 022;

  // A mark is a few hundred bytes, and no evaluation reads a hundred thousand files.
  private static final int LARGEST_BYTES = 16 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Inquiry inquiry;
  private final Path file;

  ApprovalRecord(Inquiry inquiry, Path file) {
    this.inquiry = inquiry;
    this.file = file;
  }

  static String text(Path project, Approval approval) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("version", VERSION);
    root.put("project", project.toString());
    root.put("kind", approval.subject().kind());
    root.put("detail", approval.subject().detail());
    root.put("allowed", approval.when());
    approval.marks().forEach(root.putObject("marks")::put);
    root.put("copies", approval.copies());
    return root.toPrettyString() + "\n";
  }

  /**
   * Reads the record.
   *
   * @return empty where there is none
   * @throws UserFailure if it exists, and is not a record of this project and subject as sandboxed
   *     writes it
   */
  Optional<Approval> read(Path project, Subject subject) {
    try {
      Entry found = inquiry.at(file, LinkOption.NOFOLLOW_LINKS);
      if (!found.isFile()) {
        throw corrupt("it is not a file");
      }
      if ((found.mode() & WRITABLE_FOR_OTHERS) != 0) {
        throw new UserFailure(
            Problem.of(
                "approval.others-can-write",
                file + " can be written by others, so it does not prove what you allowed",
                "look at it, then: chmod 600 " + file));
      }
      return Optional.of(approval(project, subject, json()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  private JsonNode json() throws IOException {
    byte[] bytes;
    try {
      bytes = inquiry.bytes(file, LARGEST_BYTES, LinkOption.NOFOLLOW_LINKS);
    } catch (NotReadException e) {
      throw corrupt("it is " + e.what());
    }
    try {
      return MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw corrupt("it is not valid JSON");
    }
  }

  private Approval approval(Path project, Subject subject, JsonNode root) {
    JsonNode version = root.path("version");
    if (version.isIntegralNumber() && version.bigIntegerValue().signum() > 0 && !isOurs(version)) {
      throw new UserFailure(
          Problem.of(
              "approval.newer-version",
              file + " was written by a newer sandboxed: it has version " + version,
              "use that version, or forget all that was allowed here: sandboxed allow --revoke"));
    }
    List<String> fields = new ArrayList<>();
    root.fieldNames().forEachRemaining(fields::add);
    if (!isOurs(version) || !Set.copyOf(fields).equals(Set.copyOf(FIELDS))) {
      throw corrupt("it does not have the fields of a record");
    }
    if (!text(root, "project").equals(project.toString())
        || !text(root, "kind").equals(subject.kind())
        || !text(root, "detail").equals(subject.detail())) {
      throw new UserFailure(
          Problem.of(
              "approval.foreign",
              file + " is not about the " + subject.describe() + " of " + project,
              "if you moved it there, move it back; otherwise forget it: sandboxed allow --revoke"));
    }
    String copies = text(root, "copies");
    if (!copies.startsWith(subject.fileName() + ".") || copies.contains("/")) {
      throw corrupt("its copies are elsewhere");
    }
    return new Approval(subject, text(root, "allowed"), marks(root.path("marks")), copies);
  }

  private static boolean isOurs(JsonNode version) {
    return version.isInt() && version.intValue() == VERSION;
  }

  private SortedMap<String, String> marks(JsonNode node) {
    if (!node.isObject()) {
      throw corrupt("it has no marks");
    }
    SortedMap<String, String> marks = new TreeMap<>();
    node.fieldNames().forEachRemaining(path -> marks.put(path, text(node, path)));
    if (!marks.keySet().stream().allMatch(Content::isBelow)) {
      throw corrupt("it has marks for files that are not in a project");
    }
    return marks;
  }

  private String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw corrupt("its field " + field + " is not a string");
    }
    return value.textValue();
  }

  private UserFailure corrupt(String what) {
    return new UserFailure(
        Problem.of(
            "approval.corrupt",
            file + " does not say what you allowed: " + what,
            "forget all that was allowed in this project, and look at it again:"
                + " sandboxed allow --revoke, then sandboxed allow"));
  }
}
