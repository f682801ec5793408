package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.ProfileLibrary.Listing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInProfilesTest {

  private final ProfileLibrary library =
      new ProfileLibrary(List.of(new ProfileDirectory("built-in", "profiles")), new TextsOnDisk());

  @Test
  void theBuiltInFilesAreTheseAndEachSaysWhatItIs() {
    assertThat(library.profiles())
        .allSatisfy(BuiltInProfilesTest::isInOrder)
        .extracting(Listing::name)
        .containsExactly("default", "offline", "permissive", "strict", "toolchains", "web");
    assertThat(library.agents())
        .allSatisfy(BuiltInProfilesTest::isInOrder)
        .extracting(Listing::name)
        .containsExactly(
            "antigravity", "claude", "codex", "command", "gemini", "opencode", "shell");
  }

  @ParameterizedTest
  @CsvSource({
    "default, default",
    "strict, default strict",
    "offline, default strict offline",
    "permissive, default permissive",
    "toolchains, default toolchains",
    "web, default web",
  })
  void everyChainLeadsToTheDefault(String name, String chain) {
    assertThat(library.profileChain(name))
        .extracting(Profile::name)
        .containsExactly(chain.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "offline", "permissive", "strict", "toolchains", "web"})
  void noProfileNeedsAPathThatAMachineMayLack(String name) {
    assertThat(paths(name))
        .filteredOn(rule -> rule.access() != Access.DENY)
        .allMatch(PathRule::optional);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "offline", "permissive", "strict", "toolchains", "web"})
  void everyProfileMasksTheSecretsOfTheProject(String name) {
    assertThat(paths(name))
        .extracting(rule -> rule.access() + " " + rule.pattern())
        .contains("DENY .env", "DENY .env.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "offline", "permissive", "strict", "toolchains", "web"})
  void noProfileGrantsAWholeHomeOrConfigurationDirectory(String name) {
    assertThat(paths(name))
        .extracting(PathRule::pattern)
        .doesNotContain("/", "~", "~/", "$HOME", "~/.config", "$XDG_CONFIG_HOME", "~/.cache");
  }

  @Test
  void offlineHasNoNetworkAndNoProfileHasTheHosts() {
    assertThat(tier("offline")).contains(TierName.NONE);
    assertThat(tier("strict")).contains(TierName.ALLOWLIST);
    for (String name : List.of("default", "permissive", "web")) {
      assertThat(tier(name)).as(name).contains(TierName.INTERNET_ONLY);
    }
  }

  @Test
  void claudeCodeDoesNotUpdateItself() {
    assertThat(library.agent("claude").layer().environment())
        .extracting(rule -> rule instanceof EnvironmentRule.Set set ? set.name() : "")
        .contains("DISABLE_AUTOUPDATER");
  }

  private List<PathRule> paths(String name) {
    return library.profileChain(name).stream()
        .flatMap(profile -> profile.layer().paths().stream())
        .toList();
  }

  private Optional<TierName> tier(String name) {
    return library.profileChain(name).reversed().stream()
        .flatMap(profile -> profile.layer().network().tier().stream())
        .map(Located::value)
        .findFirst();
  }

  private static void isInOrder(Listing listing) {
    assertThat(listing.problems()).isEmpty();
    assertThat(listing.description()).isNotBlank();
  }
}
