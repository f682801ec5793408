package dev.sandboxed.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImportsTest {

  @Test
  void importsInProseAreFound() {
    assertThat(Imports.of("@~/a.md\nSee @b/c.md and @/d\\ e.md, not ana@example.org"))
        .containsExactly("~/a.md", "b/c.md", "/d e.md,");
  }

  @Test
  void codeAndCommentsImportNothing() {
    assertThat(Imports.of("`@a` ``x @b`` <!-- @c -->\n```sh\n@d\n```\n~~~\n@e\n~~~\n@f\n```\n@g"))
        .containsExactly("f");
  }
}
