package dev.sandboxed.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableGlobTest {

  @ParameterizedTest
  @CsvSource({
    "LC_*,  LC_ALL,  true", "LC_*,  LC_,     true", "LC_*,  XLC_A,   false", "A?,    AB,      true",
    "A?,    A,       false", "A?,   ABC,     false", "*,    X,       true", "TERM,  TERM,    true",
    "TERM,  TERMX,   false", "TERM, term,    false", "*_PROXY, HTTP_PROXY, true",
        "A.C, ABC,  false",
  })
  void aGlobMatchesTheWholeName(String glob, String name, boolean matches) {
    assertThat(VariableGlob.matches(glob, name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"TERM, true", "LC_*, false", "A?, false"})
  void aNameHasNoWildcard(String glob, boolean name) {
    assertThat(VariableGlob.isName(glob)).isEqualTo(name);
  }
}
