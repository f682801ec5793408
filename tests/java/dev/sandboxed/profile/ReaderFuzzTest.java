package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Problem;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file contains, reading it ends in a value or in problems that can be shown. */
class ReaderFuzzTest {

  private static final int FILES_PER_SEED = 200;
  private static final int LONGEST = 60;

  private static final List<String> PIECES =
      List.of(
          "[network]",
          "[filesystem]",
          "[environment]",
          "[environment.set]",
          "[install]",
          "[state]",
          "[[state]]",
          "[",
          "]",
          "{",
          "}",
          "=",
          " = ",
          ",",
          ".",
          "\n",
          "\n",
          "\n",
          "\r\n",
          "\t",
          "#",
          "\"",
          "'",
          "'''",
          "\"\"\"",
          "tier",
          "read",
          "write",
          "deny",
          "pass",
          "set",
          "path",
          "optional",
          "command",
          "npm",
          "version",
          "directory",
          "credentials",
          "extends",
          "mode",
          "scope",
          "'full'",
          "\"~/a\"",
          "['a']",
          "[ 'a', 1 ]",
          "{ path = 'x' }",
          "true",
          "1",
          "-1.5",
          "1979-05-27",
          "inf",
          "0x1F",
          "\\u0000",
          "\\ud800",
          "\0",
          "\u001b",
          "\u202e",
          "\ud800",
          "日本",
          "99999999999999999999",
          "read = ['a']\n",
          "tier = 'x'\n",
          "reach = ['127.0.0.1:1']\n",
          "publish = ['1:2', '[::1]:1:2']\n",
          "dns = ['::1%x', '9.9.9.9']\n",
          "subnet = '10.0.2.0/24'\n",
          "mtu = ",
          "ipv6 = ",
          "set = { A = '1' }\n");

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyTextIsReadOrRefused(long seed) {
    Random random = new Random(seed);
    for (int file = 0; file < FILES_PER_SEED; file++) {
      String text = anyText(random);
      assertCanBeShown(text, ProfileReader.read("x", "x.toml", text).problems());
      assertCanBeShown(text, AgentReader.read("x", "x.toml", text).problems());
    }
  }

  private static String anyText(Random random) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, random.nextInt(LONGEST))
        .forEach(piece -> {
          if (random.nextInt(10) == 0) {
            text.append((char) random.nextInt(0x3000));
          } else {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
          }
        });
    return text.toString();
  }

  private static void assertCanBeShown(String text, List<Problem> problems) {
    for (Problem problem : problems) {
      assertThat(problem.where()).as(text).isPresent();
      assertThat(problem.message())
          .as(text)
          .isNotBlank()
          .matches(message -> message.chars().noneMatch(Character::isISOControl));
    }
  }
}
