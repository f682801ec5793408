package dev.sandboxed.nix;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NixSettingsTest {

  @ParameterizedTest
  @CsvSource({"true, true, true", "false, false, false", "'\"relaxed\"', true, true"})
  void areReadFromWhatNixShows(String sandbox, boolean substitute, boolean sandboxed) {
    String json =
        """
        {"sandbox": {"value": %s}, "substitute": {"value": %s, "aliases": []},
         "system": {"defaultValue": "x", "value": "x86_64-linux"}}
        """
            .formatted(sandbox, substitute);

    assertThat(NixSettings.read(json))
        .isEqualTo(new NixSettings("x86_64-linux", substitute, sandboxed));
  }

  @Test
  void whatIsNotShownHasNixsDefault() {
    assertThat(NixSettings.read("{\"system\": {\"value\": \"x\"}}"))
        .isEqualTo(new NixSettings("x", true, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "no"})
  void anythingElseIsUnreadable(String json) {
    assertThat(onlyProblemOf(() -> NixSettings.read(json)).code()).isEqualTo("nix.unreadable");
  }
}
