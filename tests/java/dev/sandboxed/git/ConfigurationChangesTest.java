package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationChangesTest {

  private static final Path PROJECT = Path.of("/p");

  private static final String BEFORE = "[remote \"origin\"]\n url = https://example.org/a.git\n";
  private static final String MODULES = "[submodule \"lib\"]\n url = https://example.org/lib.git\n";

  private static ConfigurationChanges changes(String more) {
    return new ConfigurationChanges(
        GitConfig.parse(BEFORE), GitConfig.parse(BEFORE + more), GitConfig.parse(MODULES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[branch \"topic\"] | remote = origin | branch.topic.remote origin",
        "[branch \"topic\"] | remote = . | branch.topic.remote .",
        "[branch \"a/b\"] | merge = refs/heads/a/b | branch.a/b.merge refs/heads/a/b",
        "[remote \"origin\"] | fetch = +refs/heads/x:refs/remotes/origin/x | --add remote.origin.fetch +refs/heads/x:refs/remotes/origin/x",
        "[remote \"origin\"] | fetch = +refs/heads/*:refs/remotes/origin/* | --add remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'",
        "[submodule \"lib\"] | url = git@example.org:lib.git | submodule.lib.url git@example.org:lib.git",
        "[submodule \"lib\"] | active = true | submodule.lib.active true"
      })
  void whatIsHarmlessCanBeTyped(String section, String line, String words) {
    ConfigurationChanges changes = changes(section + "\n" + line + "\n");

    assertThat(changes.harmless())
        .extracting(ConfigurationChanges.Harmless::words)
        .containsExactly(words);
    assertThat(changes.others()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Commands, addresses that are or run programs, another's references, words for a shell.
        "[core] | fsmonitor = touch x",
        "[core] | sshCommand = touch x",
        "[alias] | status = !touch x",
        "[submodule \"lib\"] | update = !touch x",
        "[submodule \"lib\"] | url = ext::sh -c x",
        "[submodule \"lib\"] | url = ssh://-oProxyCommand=x/y",
        "[submodule \"lib\"] | url = -u@x:y",
        "[submodule \"lib\"] | url = /home/ada/other",
        "[submodule \"lib\"] | url = https://x/$(touch)",
        "[submodule \"unknown\"] | url = https://example.org/x.git",
        "[branch \"topic\"] | remote = ext::sh",
        "[branch \"topic\"] | remote = elsewhere",
        "[branch \"topic\"] | merge = refs/tags/x",
        "[branch \"-f\"] | merge = refs/heads/x",
        "[branch \"a;b\"] | merge = refs/heads/x",
        "[branch \"$(x)\"] | merge = refs/heads/x",
        "[branch \"topic\"] | pushRemote = origin",
        "[remote \"origin\"] | fetch = +refs/heads/*:refs/heads/*",
        "[remote \"origin\"] | fetch = +refs/heads/*:refs/remotes/other/*",
        "[remote \"origin\"] | uploadpack = touch x",
        "[remote \"new\"] | url = https://example.org/new.git",
        "[user] | email = x@example.org"
      })
  void everythingElseIsOnlyNamed(String section, String line) {
    ConfigurationChanges changes = changes(section + "\n" + line + "\n");

    assertThat(changes.harmless()).isEmpty();
    assertThat(changes.others()).hasSize(1);
    assertThat(
            TellConfiguration.of(changes, PROJECT, PROJECT.resolve(".git/config"), ".git/config"))
        .contains("git outside does not obey them")
        .doesNotContain("git config ");
  }

  @Test
  void whatIsGoneIsNamed() {
    assertThat(
            new ConfigurationChanges(
                    GitConfig.parse(BEFORE), GitConfig.parse(""), GitConfig.parse(MODULES))
                .others())
        .containsExactly("remote.origin.url (removed)");
  }

  @Test
  void aConfigurationOfASubmoduleIsNamedInTheCommand() {
    assertThat(
            TellConfiguration.of(
                changes("[branch \"topic\"]\n remote = origin\n"),
                PROJECT,
                PROJECT.resolve(".git/modules/a b/config"),
                ".git/modules/a b/config"))
        .contains("  git config --file '/p/.git/modules/a b/config' branch.topic.remote origin\n");
  }

  @Test
  void whereNothingChangedNothingIsSaid() {
    assertThat(
            TellConfiguration.of(
                changes(""), PROJECT, PROJECT.resolve(".git/config"), ".git/config"))
        .isEmpty();
  }
}
