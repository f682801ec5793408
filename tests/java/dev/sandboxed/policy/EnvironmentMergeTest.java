package dev.sandboxed.policy;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.host.Provided;
import dev.sandboxed.host.tools.PersonTools;
import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.Visibility;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.AgentDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentMergeTest {

  private static final Origin TEST = new Origin.BuiltIn("a test");

  private static final String GO = "/nix/store/00000000000000000000000000000001-go";

  private Machine machine = Machine.withUsr();
  private ForwardedShell shell = ForwardedShell.NONE;
  private List<String> packagePath = List.of();
  private PersonTools tools = PersonTools.NONE;
  private List<Grant> grants = List.of();
  private List<AgentDefinition.Moved> moved = List.of();

  @Test
  void withoutAnyRuleThereIsOnlyWhatTheSandboxSetsItself() {
    assertThat(merged())
        .containsExactly(
            "HOME=/home/ana",
            "USER=ana",
            "LOGNAME=ana",
            "SANDBOXED=1",
            "SHELL=/bin/bash",
            "TMPDIR=/tmp",
            "XDG_RUNTIME_DIR=/run/session",
            "PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
  }

  @Test
  void onAStoreHostThePathIsThatOfTheBaseTools() {
    machine =
        Machine.withStore(
            Map.of("go", Path.of(GO + "/bin/go"), "gofmt", Path.of(GO + "/bin/gofmt")));
    assertThat(merged()).contains("PATH=" + GO + "/bin");
  }

  @Test
  void whatTheLauncherBringsAlongComesBeforeTheMachine() {
    machine.provided(
        new Provided(Map.of(), List.of(Path.of(GO + "/bin")), List.of(Path.of(GO)), 1));
    assertThat(merged())
        .contains(
            "PATH=" + GO + "/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
  }

  @Test
  void packagesComeBeforeTheDevShellBeforeTheMachine() {
    packagePath = List.of("/nix/store/00000000000000000000000000000002-jq/bin");
    shell = shell(exported("PATH", GO + "/bin"));
    assertThat(merged())
        .contains(
            "PATH=/nix/store/00000000000000000000000000000002-jq/bin:"
                + GO
                + "/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
  }

  @Test
  void theDataDirectoriesOfADevShellComeBeforeTheMachines() {
    shell = shell(exported("XDG_DATA_DIRS", GO + "/share"));
    assertThat(merged()).contains("XDG_DATA_DIRS=" + GO + "/share:/usr/local/share:/usr/share");
  }

  @Test
  void theDataDirectoriesOfADevShellComeBeforeThoseOfALayer() {
    shell = shell(exported("XDG_DATA_DIRS", GO + "/share"));
    assertThat(merged(layer("a").set("XDG_DATA_DIRS", "/opt/share")))
        .contains("XDG_DATA_DIRS=" + GO + "/share:/opt/share");
  }

  @Test
  void theHostsDataDirectoriesAreAsTheyAreWhereALayerPassesThem() {
    shell = shell(exported("XDG_DATA_DIRS", GO + "/share"));
    assertThat(merged(layer("a").pass("XDG_DATA_DIRS")))
        .contains("pass XDG_DATA_DIRS")
        .noneMatch(variable -> variable.startsWith("XDG_DATA_DIRS="));
  }

  @Test
  void aLayerSetsOverTheDevShellAndALaterLayerOverThat() {
    shell = shell(exported("A", "shell"), exported("B", "shell"), exported("C", "shell"));
    assertThat(merged(layer("a").set("B", "a").set("C", "a"), layer("b").set("C", "b")))
        .contains("A=shell", "B=a", "C=b");
  }

  @Test
  void setBeatsAnEarlierPass() {
    assertThat(merged(layer("a").pass("EDITOR"), layer("b").set("EDITOR", "vim")))
        .contains("EDITOR=vim")
        .doesNotContain("pass EDITOR");
  }

  @Test
  void aLaterPassOfTheVeryNameBeatsSet() {
    assertThat(merged(layer("a").set("EDITOR", "vim"), layer("b").pass("EDITOR")))
        .contains("pass EDITOR")
        .doesNotContain("EDITOR=vim");
  }

  @Test
  void aLaterPassOfAGlobDoesNot() {
    assertThat(merged(layer("a").set("EDITOR", "vim"), layer("b").pass("EDIT*")))
        .contains("EDITOR=vim", "pass EDIT*");
  }

  @Test
  void shellAndTemporaryDirectoryAreOnlyDefaults() {
    assertThat(merged(layer("a").set("SHELL", "/bin/zsh").set("TMPDIR", "/tmp/x")))
        .contains("SHELL=/bin/zsh", "TMPDIR=/tmp/x");
  }

  @Test
  void aTildeAtTheStartOfAValueIsTheHome() {
    assertThat(
            merged(layer("a").set("A", "~/.claude").set("B", "~").set("C", "~x").set("D", "a~/")))
        .contains("A=/home/ana/.claude", "B=/home/ana", "C=~x", "D=a~/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOME", "USER", "LOGNAME", "PATH", "PWD", "OLDPWD", "SHLVL", "SANDBOXED"})
  void whatFollowsFromThePlanIsNobodysToChoose(String name) {
    assertThat(Refusals.textsOf(() -> merged(layer("a").set(name, "x").pass(name))))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("a.toml:1:1: " + name + " is the sandbox's own"),
            second ->
                assertThat(second).startsWith("a.toml:2:1: " + name + " is the sandbox's own"));
  }

  @Test
  void codeRunningVariablesArePassedWhereAPersonNamesThemInFull() {
    assertThat(merged(layer("a").pass("LD_LIBRARY_PATH"))).contains("pass LD_LIBRARY_PATH");
  }

  @Test
  void everyVariableKnowsWhereItWasSaid() {
    List<Variable> environment =
        EnvironmentMerge.merge(
            machine.facts(),
            List.of(layer("a").pass("A").set("B", "1").built()),
            moved,
            shell(exported("C", "x")),
            List.of(),
            person());
    assertThat(environment)
        .extracting(variable -> variable.origin().describe())
        .contains("profile a, a.toml:1:1", "profile a, a.toml:2:1", "dev shell .#go, variable C");
  }

  @Test
  void whatMovesTheAgentsFilesOnTheHostIsForNobodyToPass() {
    moved =
        List.of(
            new AgentDefinition.Moved(
                new Located<>("AGENT_HOME", TEST), new Located<>("~/.a", TEST), Optional.empty()));
    assertThat(merged(layer("agent"), layer("a").pass("AGENT_*"))).contains("not AGENT_HOME");
    assertThat(merged(layer("agent").set("AGENT_HOME", "~/.a"), layer("a").pass("AGENT_*")))
        .contains("AGENT_HOME=/home/ana/.a")
        .doesNotContain("not AGENT_HOME");
    for (Layers layer : List.of(layer("a").pass("AGENT_HOME"), layer("a").set("AGENT_HOME", "x"))) {
      assertThatThrownBy(() -> merged(layer("agent"), layer))
          .hasMessageContaining("AGENT_HOME cannot be chosen for inside")
          .hasMessageContaining("~/.a");
    }
  }

  private List<String> merged(Layers... layers) {
    return EnvironmentMerge.merge(
            machine.facts(),
            Stream.of(layers).map(Layers::built).toList(),
            moved,
            shell,
            packagePath,
            person())
        .stream()
        .map(variable ->
            switch (variable) {
              case Variable.Set set -> set.name() + "=" + set.value();
              case Variable.KeptOut out -> "not " + out.name();
              case Variable.Pass pass -> "pass " + pass.glob();
            })
        .toList();
  }

  private PersonPath person() {
    return new PersonPath(
        machine.facts(), tools, new Visibility(grants, List.of(), List.of(), tools.brought()));
  }

  private static ForwardedShell shell(DevEnv.Variable... variables) {
    return ForwardedShell.of(
        new DevEnv(".#go", List.of(variables), Map.of(), Optional.empty()),
        Path.of("/home/ana/work/shop"),
        false,
        List.of());
  }

  private static DevEnv.Variable exported(String name, String value) {
    return new DevEnv.Exported(name, value);
  }
}
