package dev.sandboxed.policy;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Layers;
import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TierName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void whereNoLayerSpeaksTheNarrowestCounts() {
    Settings settings = settings();
    assertThat(settings.tier().value()).isEqualTo(TierName.NONE);
    assertThat(settings.auth().value()).isEqualTo(AuthMode.NONE);
    assertThat(settings.state().value()).isEqualTo(StateScope.PROJECT);
    assertThat(settings.devShell()).isEmpty();
    assertThat(settings.packages()).isEmpty();
  }

  @Test
  void theLastLayerThatSpeaksDecidesAndIsTheReason() {
    Settings settings =
        settings(
            layer("a").tier(TierName.FULL).auth(AuthMode.SHARED).state(StateScope.SHARED),
            layer("b").tier(TierName.NONE),
            layer("c").auth(AuthMode.READONLY));
    assertThat(settings.tier().value()).isEqualTo(TierName.NONE);
    assertThat(settings.tier().origin().describe()).isEqualTo("profile b, b.toml:1:1");
    assertThat(settings.auth().value()).isEqualTo(AuthMode.READONLY);
    assertThat(settings.state().value()).isEqualTo(StateScope.SHARED);
  }

  @Test
  void packagesOfAllLayersComeTogether() {
    assertThat(settings(layer("a").nix("nixpkgs#a"), layer("b").nix("nixpkgs#b")).packages())
        .extracting(Located::value)
        .containsExactly("nixpkgs#a", "nixpkgs#b");
  }

  @Test
  void aDevShellThatIsOnlyNamedIsNotEntered() {
    assertThat(settings(layer("a").devShell(".#x")).devShell()).isEmpty();
  }

  @Test
  void aDevShellThatIsOnlyEnabledIsTheDefaultOne() {
    assertThat(settings(layer("a").devShell(true)).devShell().map(Located::value)).contains(".");
  }

  @Test
  void oneLayerNamesTheDevShellAndAnotherSwitchesItOnOrOff() {
    assertThat(settings(layer("a").devShell(".#x"), layer("b").devShell(true)).devShell())
        .map(Located::value)
        .contains(".#x");
    assertThat(
            settings(layer("a").devShell(".#x").devShell(true), layer("b").devShell(false))
                .devShell())
        .isEmpty();
  }

  private static Settings settings(Layers... layers) {
    return Settings.of(Stream.of(layers).map(Layers::built).toList());
  }
}
