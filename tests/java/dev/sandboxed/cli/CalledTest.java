package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.fixture.Disk;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalledTest {

  private final Called path = new Called("bin/sandboxed");

  @Test
  void whatAPersonCanTypeIsSpelledAsItWorksHere() {
    assertThat(path.in("forget it: sandboxed allow --revoke, then sandboxed allow"))
        .isEqualTo("forget it: bin/sandboxed allow --revoke, then bin/sandboxed allow");
    assertThat(path.in("see sandboxed --help")).isEqualTo("see bin/sandboxed --help");
    for (String command : Application.COMMANDS) {
      assertThat(path.in("as it was: sandboxed " + command))
          .isEqualTo("as it was: bin/sandboxed " + command);
    }
    assertThat(path.in("Examples:\n  sandboxed claude     an agent"))
        .isEqualTo("Examples:\n  bin/sandboxed claude     an agent");
  }

  @Test
  void theNameInOtherTextStays() {
    String text =
        "sandboxed: no newer sandboxed is used; ~/.config/sandboxed allow, claude-sandboxed run,"
            + " run sandboxed outside it\n  sandboxed claude is short";
    assertThat(path.in(text)).isEqualTo(text);
  }

  @Test
  void aStreamPassesOnLinesAndQuestions() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = path.on(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    stream.print("sand");
    stream.println("boxed run – ü");
    stream.print("Allow? sandboxed allow ");
    stream.flush();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("bin/sandboxed run – ü\nAllow? bin/sandboxed allow ");
  }

  @Test
  void soIsAProfileThatIsToBeWritten(@TempDir Path directory) {
    InProcess ana = new InProcess(directory).calling("bin/sandboxed");
    Path file =
        Disk.file(
            ana.project().resolve(".mcp.json"), "{\"mcpServers\": {\"s\": {\"command\": \"s\"}}}");
    assertThat(ana.run("mcp", "wrap", file.toString()).err())
        .contains("+# Drafted by sandboxed mcp wrap for ", ": bin/sandboxed mcp wrap ");
  }

  /** What a person says yes to is what the file says, not what this program would say. */
  @Test
  void aFileThatIsToBeAllowedIsShownAsItIs(@TempDir Path directory) {
    InProcess ana = new InProcess(directory).calling("bin/sandboxed");
    Disk.file(
        ana.project().resolve(".sandboxed.toml"), "description = \"run: sandboxed run sh\"\n");
    assertThat(ana.run("allow").err())
        .contains("+description = \"run: sandboxed run sh\"\n", ": bin/sandboxed allow --digest ");
  }

  @Test
  void jsonStaysJson(@TempDir Path directory) throws JsonProcessingException {
    InProcess ana = new InProcess(directory).calling("'/a \"b/sandboxed'");
    Disk.file(ana.project().resolve(".sandboxed.toml"), "[network]\ntier = \"none\"\n");
    String err = ana.run("allow", "--errors=json").err();
    JsonNode problem = new ObjectMapper().readTree(err.substring(err.indexOf("{\"code\"")));
    assertThat(problem.path("hint").asText()).contains(": '/a \"b/sandboxed' allow --digest ");
  }

  @Test
  void aNameWithOddCharactersIsTakenAsItIs() {
    assertThat(new Called("'/a $1\\b/sandboxed'").in("sandboxed run"))
        .isEqualTo("'/a $1\\b/sandboxed' run");
  }
}
