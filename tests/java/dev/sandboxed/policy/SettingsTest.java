package dev.sandboxed.policy;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Layers;
import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.NetworkRequest;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TierName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void whereNoLayerSpeaksTheNarrowestCounts() {
    Settings settings = settings();
    assertThat(settings.tier().value()).isEqualTo(TierName.NONE);
    assertThat(settings.auth().value()).isEqualTo(AuthMode.NONE);
    assertThat(settings.state().value()).isEqualTo(StateScope.PROJECT);
    assertThat(settings.changes().value()).isFalse();
    assertThat(settings.nestedUserNamespaces().value()).isFalse();
    assertThat(settings.devShell()).isEmpty();
    assertThat(settings.packages()).isEmpty();
    assertThat(settings.network()).isEqualTo(NetworkRequest.SILENT);
  }

  @Test
  void theLastLayerThatSpeaksDecidesAndIsTheReason() {
    Settings settings =
        settings(
            layer("a").tier(TierName.FULL).auth(AuthMode.SHARED).state(StateScope.SHARED),
            layer("b").tier(TierName.NONE).changes(true).nestedUserNamespaces(false),
            layer("c").auth(AuthMode.READONLY).nestedUserNamespaces(true));
    assertThat(settings.tier().value()).isEqualTo(TierName.NONE);
    assertThat(settings.tier().origin().describe()).isEqualTo("profile b, b.toml:1:1");
    assertThat(settings.auth().value()).isEqualTo(AuthMode.READONLY);
    assertThat(settings.state().value()).isEqualTo(StateScope.SHARED);
    assertThat(settings.changes().value()).isTrue();
    assertThat(settings.nestedUserNamespaces().value()).isTrue();
  }

  @Test
  void holesOfAllLayersComeTogether() {
    NetworkRequest network =
        settings(
                layer("a").reach("10.0.0.1:1").publish("80"),
                layer("b"),
                layer("c").publish("90").reach("10.0.0.1:1", "10.0.0.2:2"))
            .network();
    assertThat(said(network.reach()))
        .containsExactly(
            "10.0.0.1:1 profile a, a.toml:1:1",
            "10.0.0.1:1 profile c, c.toml:2:1",
            "10.0.0.2:2 profile c, c.toml:3:1");
    assertThat(said(network.publish()))
        .containsExactly(
            "127.0.0.1:80 to port 80 profile a, a.toml:2:1",
            "127.0.0.1:90 to port 90 profile c, c.toml:1:1");
  }

  @Test
  void ofAllElseOfTheNetworkTheLastLayerThatSpeaksDecides() {
    NetworkRequest network =
        settings(
                layer("a").dns("9.9.9.9", "1.1.1.1").subnet("10.5.0.0/24").mtu(9000).ipv6(true),
                layer("b").dns("8.8.8.8").subnet("10.6.0.0/24").mtu(1400).ipv6(false),
                layer("c"))
            .network();
    assertThat(said(network.dns())).containsExactly("8.8.8.8 profile b, b.toml:1:1");
    assertThat(said(network.subnet().stream().toList()))
        .containsExactly("10.6.0.0/24 profile b, b.toml:2:1");
    assertThat(said(network.mtu().stream().toList())).containsExactly("1400 profile b, b.toml:3:1");
    assertThat(said(network.ipv6().stream().toList()))
        .containsExactly("false profile b, b.toml:4:1");
  }

  private static <T> List<String> said(List<Located<T>> values) {
    return values.stream().map(one -> one.value() + " " + one.origin().describe()).toList();
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

  @Test
  void theHookOfADevShellRunsOnlyWhereTheLatestWordAsksForIt() {
    assertThat(settings(layer("a").devShell(true)).shellHook().value()).isFalse();
    assertThat(settings(layer("a").shellHook(true), layer("b").devShell(true)).shellHook().value())
        .isTrue();
    assertThat(
            settings(layer("a").shellHook(true), layer("b").shellHook(false)).shellHook().value())
        .isFalse();
  }

  private static Settings settings(Layers... layers) {
    return Settings.of(Stream.of(layers).map(Layers::built).toList());
  }
}
