package dev.sandboxed.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that name programs for git, wherever a configuration names them. */
class ObeyedFilesTest extends ProbedRepository {

  /** Attack 31. */
  @Test
  void theHooksThatAConfigurationNamesInTheProjectAreFound() {
    Git.in(shop, "mkdir .githooks && git config core.hooksPath .githooks");
    assertThat(controls(shop)).contains("shop/.githooks");
    Git.in(shop, "git config core.hooksPath " + shop + "/tools/../.githooks");
    assertThat(controls(shop)).contains("shop/.githooks");
    Git.in(shop, "rmdir .githooks");
    assertThat(look(shop).absent()).containsExactly(shop.resolve(".githooks"));
    Git.in(shop, "git config core.hooksPath /usr/share/hooks");
    assertThat(look(shop).absent()).isEmpty();
  }

  /** A relative path in the person's own configuration starts in each work tree. */
  @Test
  void soAreThoseThatThePersonsOwnConfigurationNames() {
    Disk.file(home.resolve(".gitconfig"), "[core]\n\thooksPath = .githooks\n");
    Disk.directory(shop.resolve(".githooks"));
    assertThat(controls(shop)).contains("shop/.githooks");
  }

  /** Attack 32. */
  @Test
  void whatAConfigurationIncludesInTheProjectIsFoundAndReadInTurn() {
    Disk.file(
        shop.resolve(".gitconfig"), "[core]\n\thooksPath = hooks\n[include]\n\tpath = more\n");
    Disk.directory(shop.resolve("hooks"));
    Git.in(
        shop,
        "git config include.path ../.gitconfig && git config includeIf.onbranch:x.path ../other && touch other");
    assertThat(controls(shop)).contains("shop/.gitconfig", "shop/hooks", "shop/other");
    assertThat(look(shop).absent()).containsExactly(shop.resolve("more"));
  }

  @Test
  void filesThatIncludeEachOtherAreReadOnce() {
    Disk.file(shop.resolve("a"), "[include]\n\tpath = b\n");
    Disk.file(shop.resolve("b"), "[include]\n\tpath = a\n");
    Git.in(shop, "git config include.path ../a");
    assertThat(controls(shop)).contains("shop/a", "shop/b");
  }

  /** Git understands all of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[user]\n\tname = J\u00fcrgen\n[core]\n\thooksPath = gh\n",
        "[core] hooksPath = \"gh\"",
        "\u00ef\u00bb\u00bf[CORE]\r\n\tHooksPath=gh\r\n",
        "[core]\n\thooksPath = ~root/../SHOP/gh\n",
      })
  void hooksAreFoundHoweverTheConfigurationIsWritten(String text) throws IOException {
    Disk.directory(shop.resolve("gh"));
    String config = text.replace("SHOP", shop.toString().substring(1));
    Files.writeString(shop.resolve(".git/config"), config, StandardCharsets.ISO_8859_1);
    assertThat(controls(shop)).contains("shop/gh");
  }

  @Test
  void soAreThoseOfTheEnvironmentAndOfTemplates() {
    Disk.directory(shop.resolve("gh"));
    environment.putAll(
        Map.of(
            "GIT_CONFIG_COUNT",
            "1",
            "GIT_CONFIG_KEY_0",
            "Core.HooksPath",
            "GIT_CONFIG_VALUE_0",
            "gh"));
    assertThat(controls(shop)).contains("shop/gh");
    environment.clear();
    Disk.file(shop.resolve("template/hooks/pre-commit"), "");
    Disk.file(home.resolve(".gitconfig"), "[init]\n\ttemplateDir = ~/shop/template\n");
    assertThat(controls(shop)).contains("shop/template");
  }

  @Test
  void forAHookThatIsASymlinkTheFileItLeadsToIsFound() {
    Disk.file(shop.resolve("scripts/pre-commit"), "");
    Disk.link(shop.resolve(".git/hooks/pre-commit"), "../../scripts/pre-commit");
    assertThat(controls(shop)).contains("shop/scripts/pre-commit");
    Disk.file(shop.resolve("scripts/pre-push"), "");
    Disk.link(shop.resolve(".githooks/pre-push"), "../scripts/pre-push");
    Git.in(shop, "git config core.hooksPath .githooks");
    assertThat(controls(shop)).contains("shop/scripts/pre-push");
  }

  @Test
  void aConfigurationThatIsTooLargeToReadStopsTheLaunch() {
    Git.in(shop, "yes '# x' | head -c 5000000 >>.git/config");
    assertThat(Refusals.codesOf(() -> look(shop))).containsExactly("git.not-read");
  }

  @ParameterizedTest
  @CsvSource({"group, true", "0660, true", "true, true", "umask, false", "false, false"})
  void whetherGitSharesWhatItMakesWithAGroupIsKnown(String mode, boolean shared) {
    Git.in(shop, "git config core.sharedRepository " + mode);
    assertThat(look(shop).shared()).isEqualTo(shared);
  }

  @Test
  void aConfigurationThatIsAPipeOrHasNoEndIsNotRead() {
    Git.in(shop, "rm .git/config && mkfifo .git/config");
    assertThat(controls(shop)).contains("shop/.git/config");
    Git.in(shop, "rm .git/config && truncate -s 5G .git/config");
    assertThat(Refusals.codesOf(() -> look(shop))).containsExactly("git.not-read");
  }
}
