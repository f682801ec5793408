package dev.sandboxed.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Origin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PassRulesTest {

  private static final Origin TEST = new Origin.BuiltIn("test");

  @Test
  void namesComeFirstThenWhatNoGlobMayCatchThenGlobs() {
    List<String> lines = rules(pass("LC_*"), set("LC_ALL"), pass("TERM"), pass("A?")).lines();
    assertThat(lines).startsWith("TERM", "!LC_ALL").endsWith("LC_*", "A?");
    assertThat(lines).contains("!PATH", "!HOME", "!LD_*", "!BASH_ENV", "!BASH_FUNC_*");
  }

  @Test
  void withoutGlobsNothingHasToBeKeptOut() {
    assertThat(rules(pass("TERM"), set("EDITOR")).lines()).containsExactly("TERM");
  }

  @Test
  void nothingPassesWithoutARule() {
    assertThat(rules(set("A")).passing(List.of("A", "HOME", "SECRET"))).isEmpty();
  }

  @Test
  void whatPassesIsSorted() {
    assertThat(rules(pass("LC_*"), pass("TERM")).passing(List.of("TERM", "LC_TIME", "X", "LC_ALL")))
        .containsExactly("LC_ALL", "LC_TIME", "TERM");
  }

  @Test
  void aGlobDoesNotCatchWhatIsSetOrGuarded() {
    assertThat(
            rules(pass("*"), set("EDITOR"))
                .passing(
                    List.of(
                        "EDITOR",
                        "PATH",
                        "HOME",
                        "LD_PRELOAD",
                        "BASH_ENV",
                        "ENV",
                        "PS4",
                        "IFS",
                        "BASH_FUNC_x%%",
                        "PROMPT_COMMAND",
                        "SANDBOXED",
                        "FINE")))
        .containsExactly("FINE");
  }

  @Test
  void aNameInFullPassesWhatIsGuarded() {
    assertThat(
            rules(pass("*"), pass("LD_LIBRARY_PATH")).passing(List.of("LD_LIBRARY_PATH", "LD_X")))
        .containsExactly("LD_LIBRARY_PATH");
  }

  private static Variable pass(String glob) {
    return new Variable.Pass(glob, TEST);
  }

  private static Variable set(String name) {
    return new Variable.Set(name, "x", TEST);
  }

  private static PassRules rules(Variable... variables) {
    return PassRules.of(Stream.of(variables).toList());
  }
}
