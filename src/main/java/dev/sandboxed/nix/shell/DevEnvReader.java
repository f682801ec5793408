package dev.sandboxed.nix.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.nix.shell.DevEnv.Associative;
import dev.sandboxed.nix.shell.DevEnv.Exported;
import dev.sandboxed.nix.shell.DevEnv.Indexed;
import dev.sandboxed.nix.shell.DevEnv.Local;
import dev.sandboxed.nix.shell.DevEnv.StructuredAttrs;
import dev.sandboxed.nix.shell.DevEnv.Variable;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what {@code nix print-dev-env --json} prints. Broken JSON is reported with its line and
 * column; JSON that says the wrong things, with all of its problems at once, by the names of the
 * variables.
 */
public final class DevEnvReader {

  // The lists and maps of a dev shell are three deep; structured attributes come as strings.
  private static final int DEPTH = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  // Bash allows no other names, so Nix cannot have seen them.
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  // Bash's values can hold neither the NUL that ends C's strings nor half a character.
  private static final Pattern NOT_TEXT = Pattern.compile("[\0\\p{Cs}]");

  private final String installable;
  private final List<Problem> problems = new ArrayList<>();

  private DevEnvReader(String installable) {
    this.installable = installable;
  }

  /**
   * The dev shell that {@code json} describes.
   *
   * @param installable which one was asked for
   * @throws UserFailure with every problem
   */
  public static DevEnv read(String json, String installable) {
    DevEnvReader reader = new DevEnvReader(installable);
    DevEnv devEnv = reader.devEnv(reader.parsed(json));
    if (!reader.problems.isEmpty()) {
      throw new UserFailure(reader.problems);
    }
    return devEnv;
  }

  private JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      // An error about one of Jackson's limits has no position.
      Optional<SourcePosition> position = Optional.ofNullable(e.getLocation()).map(this::position);
      String message = "broken JSON: " + Printable.line(e.getOriginalMessage());
      throw new UserFailure(new Problem("devshell.broken-json", message, position, hint()));
    }
  }

  private SourcePosition position(JsonLocation location) {
    return new SourcePosition(
        "output of nix print-dev-env " + installable, location.getLineNr(), location.getColumnNr());
  }

  private DevEnv devEnv(JsonNode root) {
    if (!root.isObject()) {
      problem("devshell.wrong-type", "it is not a JSON object");
      return new DevEnv(installable, List.of(), Map.of(), Optional.empty());
    }
    List<Variable> variables = new ArrayList<>();
    JsonNode named = root.path("variables");
    if (named.isObject()) {
      named.forEachEntry((name, variable) -> addVariable(name, variable, variables));
    } else {
      problem("devshell.missing-field", "it has no \"variables\", or they are not an object");
    }
    Map<String, String> functions = new LinkedHashMap<>();
    root.path("bashFunctions")
        .forEachEntry((name, body) -> functions.put(name, text("function", name, body)));
    Optional<StructuredAttrs> attributes =
        Optional.ofNullable(root.get("structuredAttrs")).map(this::attributes);
    return new DevEnv(installable, variables, functions, attributes);
  }

  private StructuredAttrs attributes(JsonNode files) {
    return new StructuredAttrs(file(files, ".attrs.json"), file(files, ".attrs.sh"));
  }

  private String file(JsonNode files, String name) {
    JsonNode content = files.path(name);
    if (content.isMissingNode()) {
      problem("devshell.missing-field", "its structured attributes have no %s", name);
      return "";
    }
    return text("structured attribute file", name, content);
  }

  private void addVariable(String name, JsonNode variable, List<Variable> variables) {
    if (!NAME.matcher(name).matches()) {
      problem("devshell.bad-name", "no variable can be named " + quoted(name));
    }
    JsonNode type = variable.path("type");
    JsonNode value = variable.path("value");
    if (!type.isTextual() || value.isMissingNode()) {
      problem(
          "devshell.missing-field",
          "variable %s has no \"type\", or no \"value\"".formatted(quoted(name)));
      return;
    }
    switch (type.textValue()) {
      case "exported" -> variables.add(new Exported(name, text("variable", name, value)));
      case "var" -> variables.add(new Local(name, text("variable", name, value)));
      case "array" -> variables.add(new Indexed(name, list(name, value)));
      case "associative" -> variables.add(new Associative(name, map(name, value)));
      default ->
          problem(
              "devshell.unknown-type",
              "variable %s has the unknown type %s"
                  .formatted(quoted(name), quoted(type.textValue())));
    }
  }

  private String text(String kind, String name, JsonNode value) {
    if (!value.isTextual()) {
      problem("devshell.wrong-type", kind + " %s has a value that is not a string", name);
      return "";
    }
    return bashText(kind, name, value.textValue());
  }

  private List<String> list(String name, JsonNode value) {
    if (!value.isArray()) {
      problem("devshell.wrong-type", "array %s has a value that is not a list", name);
    }
    List<String> values = new ArrayList<>();
    value.forEach(item -> values.add(text("array", name, item)));
    return values;
  }

  private Map<String, String> map(String name, JsonNode value) {
    if (!value.isObject()) {
      problem(
          "devshell.wrong-type", "associative array %s has a value that is not an object", name);
    }
    Map<String, String> values = new HashMap<>();
    String kind = "associative array";
    value.forEachEntry(
        (key, item) -> values.put(bashText(kind, name, key), text(kind, name, item)));
    return values;
  }

  private String bashText(String kind, String name, String text) {
    if (NOT_TEXT.matcher(text).find()) {
      problem(
          "devshell.bad-value",
          kind + " %s holds a NUL or half a character, which bash cannot have seen",
          name);
    }
    return text;
  }

  private void problem(String code, String message, String name) {
    problem(code, message.formatted(quoted(name)));
  }

  private void problem(String code, String message) {
    problems.add(Problem.of(code, "dev shell %s: %s".formatted(installable, message), hint()));
  }

  private String hint() {
    return "Nix does not print this for a working dev shell. Is the nix on PATH the real one?"
        + " See what it prints: nix print-dev-env --json "
        + installable;
  }

  private static String quoted(String text) {
    return '"' + Printable.line(text) + '"';
  }
}
