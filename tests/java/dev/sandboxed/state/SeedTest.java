package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {

  @TempDir Path top = Path.of("");

  @Test
  void theContentAndThePersonsAnswersMakeOneFile() throws IOException {
    Disk.file(
        top.resolve("own"),
        """
        {"theme": "light", "secret": "s", "approved": {"yes": [1]},
         "projects": {"/a/b": {"trusted": true, "history": ["h"]}, "/c": {"trusted": true}}}
        """);
    sow("{\"asked\": true}", "/theme", "/approved", "/projects/~1a~1b/trusted", "/missing/too");
    assertThat(sown())
        .isEqualTo(
            """
            {"asked":true,"theme":"light","approved":{"yes":[1]},\
            "projects":{"/a/b":{"trusted":true}}}\
            """);
    assertThat(Disk.mode(top.resolve("instance/deep/file"))).isEqualTo("rw-------");
  }

  @Test
  void thePersonsAnswersTakePrecedence() throws IOException {
    Disk.file(top.resolve("own"), "{\"a\": {\"b\": 2}}");
    sow("{\"a\": 1}", "/a/b");
    assertThat(sown()).isEqualTo("{\"a\":{\"b\":2}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "\"a\"", "null"})
  void aBrokenFileOfThePersonsAnswersNothing(String text) throws IOException {
    Disk.file(top.resolve("own"), text);
    sow("{\"asked\": true}", "/theme");
    assertThat(sown()).isEqualTo("{\"asked\":true}");
  }

  @Test
  void withoutContentThereIsNoFile() {
    sow("{}", "/theme");
    assertThat(top.resolve("instance/deep")).doesNotExist();
  }

  private void sow(String content, String... copied) {
    Disk.directory(top.resolve("instance"));
    new Seed(
            Path.of("deep/file"),
            content,
            Optional.of(top.resolve("own")),
            Stream.of(copied).map(JsonPointer::compile).toList())
        .sow(top.resolve("instance"));
  }

  private String sown() throws IOException {
    assertThat(top.resolve("instance/deep").toFile().list()).isEqualTo(List.of("file").toArray());
    return new JsonMapper().readTree(top.resolve("instance/deep/file").toFile()).toString();
  }
}
