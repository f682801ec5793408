package dev.sandboxed.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportsTest {

  private static final int MANY = 1000;

  private static List<String> imports(String markdown) {
    return Imports.of(markdown, MANY);
  }

  @Test
  void importsInProseAreFound() {
    assertThat(imports("@~/a.md\nSee @b/c.md and @/d\\ e.md, not ana@example.org"))
        .containsExactly("~/a.md", "b/c.md", "/d e.md,");
  }

  @Test
  void codeAndCommentsImportNothing() {
    assertThat(imports("`@a` ``x @b`` <!-- @c -->\n```sh\n@d\n```\n~~~\n@e\n~~~\n@f\n```\n@g"))
        .containsExactly("f");
  }

  @Test
  void aSpanOfCodeEndsWithAsManyTicksAsItBeginsWith() {
    assertThat(imports("`` @a ` @b `` @c\n` @d\nx ```` @e ``` @f\n`x @g `"))
        .containsExactly("c", "d", "e", "f");
  }

  /** Each took minutes to years, and an agent can write such a file where yours imports it. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", " \n", "<!--", "``x`x", "`x``", "@a\\ ", " @a", "~~~\n```\n"})
  void nothingThatAnAgentWritesIntoAnImportedFileTakesLong(String again) {
    String text = again.repeat((1 << 20) / again.length());
    assertThat(imports("@first\n" + text + "\n")).startsWith("first").hasSizeLessThan(MANY);
  }

  @Test
  void onlySoManyCount() {
    assertThat(Imports.of("@a @b @c", 2)).containsExactly("a", "b");
  }
}
