package dev.sandboxed.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How questions are written down. */
class QuestionDocumentTest {

  private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

  @Test
  void everyKindOfQuestionIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("docs/plan.md")).stream()
            .dropWhile(line -> !line.equals("| question | mark |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .flatMap(line -> NAME.matcher(line.substring(0, line.indexOf(" | "))).results())
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Question.Kind.values()).map(Question.Kind::word).collect(Collectors.toSet()));
  }

  @Test
  void bothFormsHaveTheSame() {
    Question question = new Question(Question.Kind.LEADS_TO, "/a\nb", "file 644 1000 1");
    assertThat(QuestionLines.of(List.of(question))).isEqualTo("leads-to\0/a\nb\0file 644 1000 1\0");
    JsonNode json = QuestionsJson.of(List.of(question)).get(0);
    assertThat(json.properties())
        .extracting(field -> field.getKey() + "=" + field.getValue().textValue())
        .containsExactly("asked=leads-to", "subject=/a\nb", "mark=file 644 1000 1");
  }
}
