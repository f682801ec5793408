package dev.sandboxed.toml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was parsed before anyone asked is what would have been parsed then. */
class ParsedAheadTest {

  @Test
  void aTextThatWasParsedAheadSaysTheSame() {
    String text = "one = 1\nother = 2\n";
    List<Problem> asked = problems(text);

    ParsedAhead.parseAhead(text);
    assertThat(problems(text)).isEqualTo(asked).isNotEmpty();
    assertThat(problems(text)).isEqualTo(asked);
  }

  @Test
  void aTextThatHasBecomeAnotherOneIsParsedAsItIs() {
    ParsedAhead.parseAhead("one = 1\n");

    assertThat(problems("one = 1\nother = 2\n"))
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem.message()).contains("other"));
  }

  @Test
  void whatIsWrongWithATextIsSaidWhenItIsAskedFor() {
    String wrong = "one = [1\nother = \"\n";
    List<Problem> asked = problems(wrong);

    ParsedAhead.parseAhead(wrong);
    assertThat(problems(wrong)).isEqualTo(asked).isNotEmpty();
  }

  @Test
  void aTextThatTwoThreadsParseIsThereForWhoeverAsks() throws InterruptedException {
    String text = "a = 3\nb = 1\n";
    Thread one = new Thread(() -> ParsedAhead.parseAhead(text));
    Thread two = new Thread(() -> ParsedAhead.parseAhead(text));
    one.start();
    two.start();

    assertThat(problems(text)).hasSize(2);
    one.join();
    two.join();
    assertThat(problems(text)).hasSize(2);
  }

  /** Nobody reads a key, so each is one that is not known. */
  private static List<Problem> problems(String text) {
    TomlFile file = new TomlFile("profile", "p", "p.toml", text);
    file.top();
    return file.problems();
  }
}
