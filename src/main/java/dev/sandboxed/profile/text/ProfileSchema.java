package dev.sandboxed.profile.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.profile.AgentReader;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.toml.AcceptedKey;
import dev.sandboxed.toml.AcceptedKeys;
import dev.sandboxed.toml.Shape;
import dev.sandboxed.toml.TextRule;
import java.util.List;
import java.util.Map;

/**
 * What the readers accept, as JSON Schema, for editors. It is made from what they ask for, so it
 * refuses nothing that they accept. A few things no pattern can say, such as that numbers form an
 * address: there the readers are stricter.
 */
public final class ProfileSchema {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final AcceptedKeys accepted;

  private ProfileSchema(AcceptedKeys accepted) {
    this.accepted = accepted;
  }

  /** The schema of profiles, which ends with a newline. */
  public static String ofProfiles() {
    return text("A sandboxed profile", ProfileReader.accepted());
  }

  /** The schema of agent definitions, which ends with a newline. */
  public static String ofAgents() {
    return text("A sandboxed agent definition", AgentReader.accepted());
  }

  private static String text(String title, AcceptedKeys accepted) {
    ObjectNode root = object();
    root.put("$schema", DIALECT).put("title", title);
    root.setAll(new ProfileSchema(accepted).table(AcceptedKeys.TOP));
    // An empty file of either kind is a mistake.
    root.put("minProperties", 1);
    try {
      return MAPPER.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be written", e);
    }
  }

  private ObjectNode table(String name) {
    Map<String, AcceptedKey> keys = accepted.keysIn(name);
    ObjectNode schema = object().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    keys.forEach((key, asked) -> properties.set(key, key(asked)));
    List<String> required =
        keys.entrySet().stream()
            .filter(entry -> entry.getValue().required())
            .map(Map.Entry::getKey)
            .toList();
    if (!required.isEmpty()) {
      schema.set("required", strings(required));
    }
    ObjectNode pairs = object();
    keys.forEach((key, asked) -> {
      if (!asked.partner().isEmpty()) {
        pairs.set(key, strings(List.of(asked.partner())));
      }
    });
    if (!pairs.isEmpty()) {
      schema.set("dependentRequired", pairs);
    }
    return schema;
  }

  private ObjectNode key(AcceptedKey asked) {
    ObjectNode schema = object();
    if (!asked.meaning().isEmpty()) {
      schema.put("description", asked.meaning());
    }
    return schema.setAll(shape(asked.shape()));
  }

  private ObjectNode shape(Shape shape) {
    return switch (shape) {
      case Shape.Text text -> text(text.rule());
      case Shape.Word word -> object().set("enum", strings(word.words()));
      case Shape.Flag flag -> object().put("type", "boolean");
      case Shape.WholeNumber number ->
          object()
              .put("type", "integer")
              .put("minimum", number.least())
              .put("maximum", number.most());
      case Shape.Hundredths number ->
          object()
              .put("type", "number")
              .put("minimum", number.least() / 100.0)
              .put("maximum", number.most() / 100.0);
      case Shape.ListOf list -> object().put("type", "array").set("items", shape(list.entry()));
      case Shape.TextOrTable either ->
          object()
              .set(
                  "anyOf",
                  array().add(text(either.text().rule())).add(table(either.table().name())));
      case Shape.TextsByName texts ->
          object()
              .put("type", "object")
              .<ObjectNode>set("propertyNames", object().put("pattern", whole(texts.names())))
              .set("additionalProperties", text(texts.texts()));
      case Shape.Table table -> table(table.name());
      case Shape.TablesByName tables ->
          object()
              .put("type", "object")
              .<ObjectNode>set("propertyNames", object().put("pattern", whole(tables.names())))
              .set("additionalProperties", table(tables.table().name()));
    };
  }

  private static ObjectNode text(TextRule rule) {
    return object().put("type", "string").put("pattern", whole(rule));
  }

  /** Anchors the rule: patterns in JSON Schema may match anywhere. */
  private static String whole(TextRule rule) {
    return "^(?:" + rule.regex() + ")$";
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static ArrayNode strings(List<String> values) {
    ArrayNode array = array();
    values.forEach(array::add);
    return array;
  }
}
