package dev.sandboxed.foreign;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON with the position of each value. Comments and commas at the end of a list are what
 * people write in settings, and what the tools that own these files accept.
 */
final class JsonText {

  // Far more than any settings have, and far less than the stack takes.
  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 10_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          // Which of two values of one name counts, readers disagree about.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(40).build())
          .build();

  private final String file;
  private final JsonParser parser;
  private int values;

  private JsonText(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * The value that a file holds.
   *
   * @param file its name, fit to be shown
   * @throws UserFailure if it is not JSON, with the first place where it is not
   */
  static Setting read(String file, String text) {
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = FACTORY.createParser(bare)) {
      JsonText json = new JsonText(file, parser);
      if (parser.nextToken() == null) {
        throw json.failure(new SourcePosition(file, 1, 1), "the file is empty");
      }
      Setting whole = json.value("");
      if (parser.nextToken() != null) {
        throw json.failure(json.here(), "there is something after the end of the JSON value");
      }
      return whole;
    } catch (JacksonException mistake) {
      JsonLocation at = mistake.getLocation();
      SourcePosition place =
          at == null
              ? new SourcePosition(file, 1, 1)
              : new SourcePosition(
                  file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
      throw new UserFailure(
          problem(place, "invalid JSON: " + Printable.line(mistake.getOriginalMessage())));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Setting value(String key) throws IOException {
    SourcePosition at = here();
    if (++values > MOST_VALUES) {
      throw failure(at, "there are more than " + MOST_VALUES + " values");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Setting(key, at, object(key));
      case START_ARRAY -> new Setting(key, at, list(key));
      case VALUE_STRING -> new Setting(key, at, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Setting(key, at, parser.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> new Setting(key, at, parser.getBooleanValue());
      default -> new Setting(key, at, Setting.Nothing.NULL);
    };
  }

  private Map<String, Setting> object(String key) throws IOException {
    Map<String, Setting> settings = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      settings.put(name, value(Setting.below(key, name)));
    }
    return settings;
  }

  private List<Setting> list(String key) throws IOException {
    List<Setting> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      entries.add(value(key + "[" + entries.size() + "]"));
    }
    return entries;
  }

  private SourcePosition here() {
    JsonLocation at = parser.currentTokenLocation();
    return new SourcePosition(file, at.getLineNr(), at.getColumnNr());
  }

  private UserFailure failure(SourcePosition at, String what) {
    return new UserFailure(problem(at, what));
  }

  private static Problem problem(SourcePosition at, String what) {
    return Problem.at(at, "import.bad-json", what, "nothing was written");
  }
}
