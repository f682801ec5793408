package dev.sandboxed.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginProbeTest {

  @TempDir Path top = Path.of("");

  @Test
  void aTokenSaysWhenItEnds() {
    LoginFact fact = look("{\"oauth\": {\"end\": 1795348800000}}");
    assertThat(fact.present()).isTrue();
    assertThat(fact.ends()).contains(Instant.parse("2026-11-22T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}", " { }\n", "[]"})
  void anEmptyFileIsNotALogin(String text) {
    assertThat(look(text)).isEqualTo(LoginFact.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"oauth\": {}}",
        "{\"oauth\": {\"end\": \"soon\"}}",
        "{\"oauth\": {\"end\": 1e300}}",
        "{\"oauth\": [",
        "a token and nothing else",
        "[[[[1]]]]",
      })
  void aLoginThatDoesNotSayWhenItEndsIsStillALogin(String text) {
    assertThat(look(text)).isEqualTo(new LoginFact(true, Optional.empty()));
  }

  @Test
  void jsonThatIsNestedToExhaustTheReaderIsALoginThatSaysNothing() {
    assertThat(look("[".repeat(500_000))).isEqualTo(new LoginFact(true, Optional.empty()));
  }

  @Test
  void whatIsMissingOrNotAFileIsNotALogin() {
    assertThat(LoginProbe.look(ThisMachine.INQUIRY, top, Optional.empty()))
        .isEqualTo(LoginFact.NONE);
    assertThat(LoginProbe.look(ThisMachine.INQUIRY, top.resolve("missing"), Optional.empty()))
        .isEqualTo(LoginFact.NONE);
  }

  private LoginFact look(String text) {
    return LoginProbe.look(
        ThisMachine.INQUIRY,
        Disk.file(top.resolve("login"), text),
        Optional.of(JsonPointer.compile("/oauth/end")));
  }
}
