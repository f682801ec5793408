package dev.sandboxed.cli;

import static dev.sandboxed.cli.InProcess.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.cli.InProcess.Ran;
import dev.sandboxed.fixture.Disk;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is told whose words or files are wrong. */
class WrongWordsTest {

  @TempDir Path directory = Path.of("");

  private InProcess ana = new InProcess(Path.of("unset"));

  @BeforeEach
  void home() {
    ana = new InProcess(directory);
  }

  @Test
  void aWrongOptionIsRefusedWithItsName() {
    refused(ana.run("gc", "--dry"), "--dry");
    refused(ana.run("rum", "claude"), "rum");
    refused(ana.run("run", "claude", "--network", "sideways"), "sideways");
    refused(ana.run("run", "claude", "--dry-run=xml"), "--dry-run cannot print \"xml\"");
    refused(ana.run("run"), "run needs an agent or a command");
    refused(ana.run("explain", "claude"), "explain needs an agent, and paths");
    refused(ana.run("allow", "--revoke", "--fetch"), "--revoke takes no other option");
    refused(ana.set("SANDBOXED_QUIET", "perhaps").run("run", "claude"), "SANDBOXED_QUIET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--network", "--network=none", "-q", "--dry-run"})
  void anOptionBeforeTheCommandIsToldWhereItGoes(String option) {
    refused(
        ana.run(option, "run", "claude"),
        "\"%s\" is an option of run, and stands before it\n  options of run come after it: sandboxed run %s …"
            .formatted(option, option));
  }

  @Test
  void everythingIndependentThatIsWrongIsSaidAtOnce() {
    Path programs = directory.resolve("programs");
    Disk.link(programs.resolve("find"), "/usr/bin/find");
    ana.set("PATH", programs.toString());
    Path mine = ana.home().resolve(".config/sandboxed/profiles/mine.toml");
    // Its mistake hides what it would say about the network, but the option has the last word.
    Disk.file(mine, "extends = \"default\"\n[network]\nteir = \"none\"\n");
    assertThat(ana.run("run", "--profile=mine", "--network=internet-only", "claude").err())
        .containsOnlyOnce("bubblewrap (bwrap) is not on PATH")
        .containsOnlyOnce("internet-only needs slirp4netns")
        .containsOnlyOnce(mine + ":3:1: unknown key \"teir\"");
    assertThat(ana.run("run", "--profile=mine", "--network=none", "claude").err())
        .contains("bwrap", "teir")
        .doesNotContain("slirp4netns");

    Disk.file(mine, "extends = \"default\"\n[filesystem]\nread = [\"$NOWHERE/x\"]\n");
    Ran early = ana.run("run", "--profile=mine", "--", "no-such-program");
    assertThat(early.status()).isEqualTo(125);
    assertThat(early.err())
        .containsOnlyOnce("bubblewrap (bwrap) is not on PATH")
        .containsOnlyOnce("internet-only needs slirp4netns")
        .containsOnlyOnce(mine + ":3:9: ")
        .containsOnlyOnce("a session needs stty")
        .containsOnlyOnce("no-such-program: command not found");

    Disk.file(mine, "extends = \"default\"\n[filesystem]\nread = [\"no-such-path\"]\n");
    assertThat(ana.run("run", "--profile=mine", "--", "no-such-program").err())
        .contains("bubblewrap (bwrap) is not on PATH", "no-such-path", "no-such-program: command");
    assertThat(ana.state()).doesNotExist();
  }

  @Test
  void nixIsNotAskedWhereSomethingIsAlreadyWrong() {
    ana.set("PATH", Disk.directory(directory.resolve("nothing")).toString());
    assertThat(ana.run("run", "--package=nixpkgs#hello", "--network=none", "--", "x").err())
        .contains("bubblewrap (bwrap) is not on PATH")
        .doesNotContain("nix");
  }

  @Test
  void forProgramsEveryErrorOfACommandIsJson() {
    Disk.file(ana.project().resolve("bad.toml"), "a = 1\n[auth]\nmode = \"shred\"\n");
    String bad = ana.project().resolve("bad.toml").toString();
    Ran check = ana.run("profiles", "check", bad, "--errors=json");
    assertThat(check.status()).isEqualTo(125);
    assertThat(check.err().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("{\"code\":\"profile."))
        .anySatisfy(line -> assertThat(line).contains("\"line\":3,\"column\":8"));

    Disk.file(ana.project().resolve(".sandboxed.toml"), "a = 1\n");
    assertThat(ana.run("allow", "--errors", "json").err())
        .startsWith("{\"code\":\"project.unknown-key\"");
    assertThat(ana.run("explain", "shell", "--errors=json", "--profile=no-such", ".").err())
        .startsWith("{\"code\":\"profile.");
    // Also what is wrong with the options themselves.
    assertThat(ana.run("run", "--errors=json", "claude", "--netwrok", "none").err())
        .startsWith("{\"code\":\"option.mistyped\"");
    assertThat(ana.set("SANDBOXED_ERRORS", "json").run("gc", "--dry").err())
        .startsWith("{\"code\":\"option.usage\"");
  }

  @Test
  void theAgentsWordsDoNotChooseHowErrorsAreWritten() {
    Ran ran = ana.run("run", "--network=none", "--", "no-such-program", "--errors=json");
    assertThat(ran.err()).startsWith("sandboxed: no-such-program: command not found");
    refused(ana.run("run", "claude", "--errors=xml"), "--errors cannot be \"xml\"");
    refused(
        ana.set("SANDBOXED_ERRORS", "xml").run("audit"),
        "variable SANDBOXED_ERRORS cannot be \"xml\"");
  }

  @Test
  void aStackTraceIsShownOnlyWhereItIsAskedFor() {
    assertThat(ana.run("run", "claude", "--profile", "no-such").err())
        .contains("no-such")
        .doesNotContain("at dev.sandboxed");
    assertThat(ana.set("SANDBOXED_DEBUG", "1").run("run", "--profile", "no-such", "claude").err())
        .contains("at dev.sandboxed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "extends = default | mine.toml:1:11: | put text in quotes: \"default\"",
        "[network];tier = none # no | mine.toml:2:8: | put text in quotes: \"none\"",
        "[filesystem];read = [ ~/.cache, \"x\" ] | mine.toml:2: | put text in quotes: \"~/.cache\"",
        "[network];tier = \"none\";extends = \"default\" | mine.toml:3:1: | move it above the first table",
        "[network];reach = [\"nas:80\"] | mine.toml:2:10: | write an address, not a name",
      })
  void aSmallMistakeInAProfileIsNamedWithItsRemedy(String lines, String place, String remedy) {
    Disk.file(ana.project().resolve("mine.toml"), lines.replace(';', '\n') + "\n");
    Ran ran = ana.run("profiles", "check", ana.project().resolve("mine.toml").toString());
    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err()).contains(place, remedy);
  }

  @Test
  void aByteOrderMarkSaysNothing() {
    Path mine = ana.project().resolve("mine.toml");
    Disk.file(mine, "\uFEFFextends = \"default\"\n[network]\nteir = \"none\"\n");
    assertThat(ana.run("profiles", "check", mine.toString()).err())
        .contains("mine.toml:3:1: unknown key \"teir\"");
    Disk.file(mine, "\uFEFFextends = \"default\"\n");
    assertThat(ana.run("profiles", "check", mine.toString()).status()).isZero();
  }

  @Test
  void everyPathThatIsWrongIsReportedAtOnce() {
    Disk.file(
        ana.home().resolve(".config/sandboxed/profiles/mine.toml"),
        """
        extends = "default"
        [filesystem]
        read = ["~/nope", "~/nowhere"]
        write = ["~/none"]
        """);
    Ran ran = ana.run("run", "--network=none", "-p", "mine", "--read=gone", "--", "cat");
    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err())
        .contains("mine.toml:3:9: ", "mine.toml:3:19: ", "mine.toml:4:10: ", "shop/gone");
  }

  @Test
  void everyGrantThatWouldChangeTheSystemIsRefused() {
    Ran ran = ana.run("run", "--network=none", "--write=/etc/passwd", "--write=/usr", "--", "cat");
    refused(
        ran,
        "/etc/passwd cannot be writable: it is in /etc, which belongs to the system (option --write)");
    assertThat(ran.err()).contains("/usr cannot be writable");
  }
}
