package dev.sandboxed.host.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  private static final Path BASE = Path.of("/p");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "*.pem,      a.pem,         true",
        "*.pem,      .pem,          true",
        "*.pem,      d/a.pem,       false",
        ".env.*,     .env.local,    true",
        ".env.*,     .env,          false",
        "a?c,        abc,           true",
        "a?c,        ac,            false",
        "a?c,        a/c,           false",
        "**/*.pem,   a.pem,         true",
        "**/*.pem,   a/b/c.pem,     true",
        "**/.env,    .env,          true",
        "**/.env,    a/.env,        true",
        "**/.env,    a.env,         false",
        "src/**/x,   src/x,         true",
        "src/**/x,   src/a/b/x,     true",
        "src/**/x,   src/ax,        false",
        "src/**,     src/a/b,       true",
        "[ab],       [ab],          true",
        "[ab]*,      a,             false",
        "`{a,b}*`,   `{a,b}c`,      true",
        "`{a,b}*`,   a,             false",
        "a\\*,       a\\b,          true",
        "a\\*,       a*,            false",
        "!a*,        !ab,           true",
      })
  void onlyStarsAndQuestionMarksAreWild(String pattern, Path path, boolean matches) {
    assertThat(new Glob(BASE, pattern).matcher().matches(path)).isEqualTo(matches);
  }

  @Test
  void aLineBreakInANameHidesNothing() {
    assertThat(new Glob(BASE, "**/*.pem").matcher().matches(Path.of("a\nb/c.pem"))).isTrue();
    assertThat(new Glob(BASE, "**/*.pem").matcher().matches(Path.of("a\r\u2028/b/c\n.pem")))
        .isTrue();
    assertThat(new Glob(BASE, "a?b").matcher().matches(Path.of("a\nb"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.pem,         /p,       *.pem",
    "a/b/*.pem,     /p/a/b,   *.pem",
    "a/*/c/d,       /p/a,     */c/d",
    "**/x,          /p,       **/x",
    "a/b?/c,        /p/a,     b?/c",
  })
  void theWalkStartsAtTheFirstWildcard(String pattern, Path base, String rest) {
    assertThat(Glob.of(BASE, pattern)).isEqualTo(new Glob(base, rest));
  }

  @Test
  void wildcardsInTheStartAreTakenLiterally() {
    assertThat(Glob.of(Path.of("/a*b"), "c/*")).isEqualTo(new Glob(Path.of("/a*b/c"), "*"));
  }

  @ParameterizedTest
  @CsvSource({"*.pem, 1", "*/x/?, 3", "**/x, 2147483647", "a/**, 2147483647"})
  void theWalkGoesNoDeeperThanMatchesCanLie(String pattern, int depth) {
    assertThat(new Glob(BASE, pattern).depth()).isEqualTo(depth);
  }

  @ParameterizedTest
  @CsvSource({"a*, true", "a?, true", "**, true", "a, false", "[a], false", "'{a,b}', false"})
  void aPatternHasAWildcard(String written, boolean glob) {
    assertThat(Glob.isGlob(written)).isEqualTo(glob);
  }
}
