package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** sandboxed reads in a configuration what the real git reads there. */
class GitConfigTest {

  @TempDir Path temporary = Path.of("");

  @Test
  void sectionsKeysAndValuesAreReadAsGitWritesThem() {
    String text =
        """
        # a comment
        [Core]
        \thooksPath = .githooks ; where they are
        \tbare
        [include] path = a
        [includeIf "gitdir:~/Work/"]
        \tpath = "b c" \\
        d
        [remote.Origin]
        url = \\"x\\t\\\\
        """;
    assertThat(GitConfig.parse(text).entries())
        .extracting(entry -> entry.key() + "=" + entry.value())
        .containsExactly(
            "core.hookspath=.githooks",
            "core.bare=",
            "include.path=a",
            "includeif.gitdir:~/Work/.path=b c d",
            "remote.origin.url=\"x\t\\");
  }

  @Test
  void theLastValueOfAKeyCounts() {
    GitConfig config = GitConfig.parse("[core]\nhooksPath = a\n[core]\nHOOKSPATH = b\n");
    assertThat(config.last("core.hookspath")).contains("b");
    assertThat(config.values("core.hookspath"::equals)).containsExactly("a", "b");
    assertThat(config.last("core.worktree")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "[core", "[core \"x]", "=", "x = 1", "[core]\nx = \"", "[core]\n1 = 2", "\0"})
  void whatGitWouldRefuseIsReadUpToThere(String end) {
    assertThat(GitConfig.parse("[a]\nb = c\n" + end).entries())
        .startsWith(new GitConfig.Entry("a.b", "c"));
  }

  static Stream<String> generated() {
    Random random = new Random(20261128);
    String[] pieces = {
      "[core]\n", "[a \"B c\"]\n", "[x.Y]", "\tkey = value\n", "Key=\"quo ted\" # not\n", "flag\n",
          "k = a ; b\n",
      "k = \"a ; b\"\n", "k = one \\\n two\n", "k = \\\"q\\\" \\\\ \\n\n", "# comment\n",
          "; other\n", "\n", "  ",
      "k =   spaced   \n", "k = a\"b\"c\n", "k-1 = x\r\n", "[s \"quo\\\"te\"]\n", "k =\n", "é\n",
          "k = é\n"
    };
    return IntStream.range(0, 400)
        .mapToObj(number ->
            IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(at -> pieces[random.nextInt(pieces.length)])
                .collect(Collectors.joining("", "[top]\n", "")));
  }

  @ParameterizedTest
  @MethodSource("generated")
  void theRealGitReadsTheSame(String text) throws IOException, InterruptedException {
    Path file = Disk.file(temporary.resolve("config"), text);
    Process git =
        new ProcessBuilder("git", "config", "--file", file.toString(), "--null", "--list")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> ours =
        GitConfig.parse(text).entries().stream()
            .map(entry -> entry.key() + "\n" + entry.value())
            .toList();
    List<String> theirs =
        Stream.of(said.split("\0"))
            .filter(entry -> !entry.isEmpty())
            // For a variable without a value, git prints no second line.
            .map(entry -> entry.contains("\n") ? entry : entry + "\n")
            .toList();
    // Git, too, prints what comes before something that it refuses.
    git.waitFor();
    assertThat(ours).isEqualTo(theirs);
  }
}
