package dev.sandboxed.mcp;

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
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON and remembers where in the text each value stands, so that one can be changed and
 * everything else stays as it was. Comments and a comma at the end of a list are what people write
 * in settings.
 */
final class JsonTree {

  private static final int DEEPEST = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          // Which of two values of one name counts, readers disagree about.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  /** A value: its text begins at {@code start} and ends before {@code end}. */
  sealed interface Node {
    SourcePosition at();

    int start();

    int end();
  }

  record Members(SourcePosition at, int start, int end, List<Member> all) implements Node {

    Optional<Member> member(String name) {
      return all.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    Optional<Node> value(String name) {
      return member(name).map(Member::value);
    }
  }

  /** A name, whose text begins at {@code start}, with its value. */
  record Member(int start, String name, Node value) {}

  record Elements(SourcePosition at, int start, int end, List<Node> all) implements Node {}

  record Text(SourcePosition at, int start, int end, String value) implements Node {}

  /** A number, true, false or null. */
  record Other(SourcePosition at, int start, int end) implements Node {}

  private final String file;
  private final JsonParser parser;
  private final int skipped;

  private JsonTree(String file, JsonParser parser, int skipped) {
    this.file = file;
    this.parser = parser;
    this.skipped = skipped;
  }

  /**
   * The value that a text holds.
   *
   * @param file the name of its file, fit to be shown
   * @throws UserFailure if it is not JSON, with the first place where it is not
   */
  static Node read(String file, String text) {
    int skipped = text.startsWith("\uFEFF") ? 1 : 0;
    try (JsonParser parser = FACTORY.createParser(text.substring(skipped).toCharArray())) {
      JsonTree tree = new JsonTree(file, parser, skipped);
      if (parser.nextToken() == null) {
        throw failure(new SourcePosition(file, 1, 1), "the file is empty");
      }
      Node whole = tree.node();
      if (parser.nextToken() != null) {
        throw failure(tree.here(), "there is something after the end of the JSON value");
      }
      return whole;
    } catch (JacksonException mistake) {
      JsonLocation at = mistake.getLocation();
      throw failure(
          at == null
              ? new SourcePosition(file, 1, 1)
              : new SourcePosition(
                  file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr())),
          "invalid JSON: " + Printable.line(mistake.getOriginalMessage()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Node node() throws IOException {
    SourcePosition at = here();
    int start = start();
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        List<Member> members = members();
        yield new Members(at, start, end(), members);
      }
      case START_ARRAY -> {
        List<Node> elements = elements();
        yield new Elements(at, start, end(), elements);
      }
      case VALUE_STRING -> {
        String value = parser.getText();
        yield new Text(at, start, end(), value);
      }
      default -> {
        // A number is only read to its end when it is asked for.
        parser.getText();
        parser.finishToken();
        yield new Other(at, start, start);
      }
    };
  }

  private List<Member> members() throws IOException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int start = start();
      String name = parser.currentName();
      parser.nextToken();
      members.add(new Member(start, name, node()));
    }
    return List.copyOf(members);
  }

  private List<Node> elements() throws IOException {
    List<Node> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(node());
    }
    return List.copyOf(elements);
  }

  private int start() {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset()) + skipped;
  }

  private int end() throws IOException {
    parser.finishToken();
    return Math.toIntExact(parser.currentLocation().getCharOffset()) + skipped;
  }

  private SourcePosition here() {
    JsonLocation at = parser.currentTokenLocation();
    return new SourcePosition(file, at.getLineNr(), at.getColumnNr());
  }

  private static UserFailure failure(SourcePosition at, String what) {
    return new UserFailure(
        Problem.at(at, "mcp.bad-json", what, "correct it first; nothing was written"));
  }
}
