package dev.sandboxed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.EnvironmentRule;
import dev.sandboxed.profile.Layer;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TierName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionLayerTest {

  @Test
  void withoutOptionsTheLayerIsSilent() {
    Layer layer = layer();
    assertThat(layer.network().tier()).isEmpty();
    assertThat(layer.paths()).isEmpty();
    assertThat(layer.environment()).isEmpty();
    assertThat(layer.packages()).isEmpty();
    assertThat(layer.devShell().enable()).isEmpty();
    assertThat(layer.auth()).isEmpty();
    assertThat(layer.state()).isEmpty();
  }

  @Test
  void everyRuleNamesItsOption() {
    Layer layer =
        layer(
            "--network=none",
            "--auth=readonly",
            "--state=ephemeral",
            "--package=nixpkgs#jq",
            "--read=/r",
            "--write=/w",
            "--deny=/d",
            "--protect=/p",
            "--devshell");
    assertThat(layer.network().tier())
        .contains(new Located<>(TierName.NONE, new Origin.CommandLine("--network")));
    assertThat(layer.auth().map(Located::value)).contains(AuthMode.READONLY);
    assertThat(layer.state().map(Located::value)).contains(StateScope.EPHEMERAL);
    assertThat(layer.packages()).extracting(Located::value).containsExactly("nixpkgs#jq");
    assertThat(layer.paths())
        .extracting(rule -> rule.access() + " " + rule.pattern() + " " + rule.origin().describe())
        .containsExactly(
            "READ /r option --read",
            "WRITE /w option --write",
            "DENY /d option --deny",
            "PROTECT /p option --protect");
    assertThat(layer.paths()).noneMatch(rule -> rule.optional());
    assertThat(layer.devShell().enable().map(Located::value)).contains(true);
    assertThat(layer.devShell().installable().map(Located::value)).contains(".");
  }

  @ParameterizedTest
  @CsvSource({
    "x,        /home/ana/sh$$op/x",
    "../x,     /home/ana/sh$$op/../x",
    "~,        ~",
    "~/x,      ~/x",
    "~x,       /home/ana/sh$$op/~x",
    "/a/$HOME, /a/$$HOME",
    "**/*.pem, /home/ana/sh$$op/**/*.pem",
  })
  void aRelativePathStartsAtTheWorkingDirectoryAndADollarIsADollar(String said, String pattern) {
    assertThat(layer("--deny=" + said).paths())
        .singleElement()
        .satisfies(rule -> assertThat(rule.pattern()).isEqualTo(pattern));
  }

  @Test
  void aVariableIsPassedOrSet() {
    assertThat(layer("--env=A", "--env=B=", "--env=C=x=y z").environment())
        .containsExactly(
            new EnvironmentRule.Pass("A", new Origin.CommandLine("--env")),
            new EnvironmentRule.Set("B", "", new Origin.CommandLine("--env")),
            new EnvironmentRule.Set("C", "x=y z", new Origin.CommandLine("--env")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A*", "1A", "A B", "=x", "A-B=x", "!A"})
  void whatIsNotAVariableNameIsRefused(String said) {
    assertThat(Refusals.codesOf(() -> layer("--env=" + said))).containsExactly("option.env");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--package=--impure", "--package=", "--devshell=-x"})
  void anInstallableIsNeverAnOptionOfNix(String word) {
    assertThat(Refusals.codesOf(() -> layer(word))).containsExactly("option.installable");
  }

  @Test
  void everyWordThatIsNotUnderstoodIsReportedAtOnce() {
    assertThat(Refusals.textsOf(() -> layer("--network=ful", "--auth=maybe", "--env=*")))
        .containsExactly(
            "unknown network \"ful\" (option --network)\n"
                + "  did you mean full? there are full, internet-only, allowlist, none",
            "\"*\" is not the name of a variable (option --env)\n"
                + "  write --env NAME to pass it, or --env NAME=VALUE to set it",
            "unknown auth \"maybe\" (option --auth)\n  there are shared, readonly, none");
  }

  private static Layer layer(String... words) {
    RunOptions options = new RunOptions();
    new CommandLine(options).parseArgs(words);
    return OptionLayer.layer(
        "command line",
        options,
        Path.of("/home/ana/sh$op"),
        option -> new Origin.CommandLine("--" + option));
  }
}
