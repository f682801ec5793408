package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CalledTest {

  private final Called path = new Called("bin/sandboxed");

  @Test
  void whatAPersonCanTypeIsSpelledAsItWorksHere() {
    assertThat(path.in("forget it: sandboxed allow --revoke, then sandboxed allow"))
        .isEqualTo("forget it: bin/sandboxed allow --revoke, then bin/sandboxed allow");
    assertThat(path.in("see sandboxed --help")).isEqualTo("see bin/sandboxed --help");
    assertThat(path.in("sandboxed run claude")).isEqualTo("bin/sandboxed run claude");
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
  void aNameWithOddCharactersIsTakenAsItIs() {
    assertThat(new Called("'/a $1\\b/sandboxed'").in("sandboxed run"))
        .isEqualTo("'/a $1\\b/sandboxed' run");
  }
}
