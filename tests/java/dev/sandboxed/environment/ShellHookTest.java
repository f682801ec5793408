package dev.sandboxed.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.shell.DevEnv.Exported;
import dev.sandboxed.nix.shell.DevEnv.Local;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellHookTest {

  private static final String GO = "/nix/store/00000000000000000000000000000001-go";
  private static final String SSL = "/nix/store/00000000000000000000000000000002-openssl";

  private final List<DevEnv.Variable> variables = new ArrayList<>();
  private final Map<String, String> functions = new TreeMap<>();
  private Optional<DevEnv.StructuredAttrs> attributes = Optional.empty();

  @Test
  void withoutAskingItDoesNotRunAndTheRemarkSaysHowToAsk() {
    variables.add(new Exported("shellHook", "echo " + GO));
    ForwardedShell shell = forwarded(".#x", false);
    assertThat(shell.hook()).isEmpty();
    assertThat(shell.roots()).isEmpty();
    assertThat(shell.dropped()).isEmpty();
    assertThat(shell.remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("shellHook is not run", "shell_hook = true", "[devshell]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDevShellWithoutOneIsForwardedAsIfNobodyAsked(boolean asked) {
    variables.add(new Exported("shellHook", " \n"));
    variables.add(new Local("a", "1"));
    functions.put("greet", " :");
    ForwardedShell shell = forwarded(".#x", asked);
    assertThat(shell.hook()).isEmpty();
    assertThat(shell.remarks())
        .extracting(Remark::describe)
        .containsExactly(
            "not forwarded from the dev shell: shellHook: it belongs to the build, a: not exported,"
                + " greet: a shell function, which an environment cannot hold");
  }

  @Test
  void whatTheEnvironmentDoesNotHoldIsThereForIt() {
    variables.add(new Exported("EDITOR", "vim"));
    variables.add(new Exported("name", "shell"));
    variables.add(new Local("a", "it's"));
    variables.add(new DevEnv.Indexed("list", List.of("", "b c")));
    variables.add(new DevEnv.Associative("map", Map.of("k'", "v", "a", "")));
    functions.put("greet", "\n  echo 'hi'\n");
    String script = scriptOf("greet");
    assertThat(script)
        .endsWith(
            """
            [[ -v name ]] || name='shell'
            [[ -v a ]] || a='it'\\''s'
            [[ -v list ]] || declare -a list=('' 'b c')
            [[ -v map ]] || declare -A map=(['a']='' ['k'\\''']='v')
            eval 'greet ()
            {

              echo '\\''hi'\\''

            }'
            eval 'greet'
            """);
    assertThat(script).doesNotContain("EDITOR");
    assertThat(forwarded(".#x", true).dropped()).isEmpty();
    assertThat(forwarded(".#x", true).variables())
        .extracting(Variable.Set::name)
        .containsExactly("EDITOR");
  }

  @ParameterizedTest
  @CsvSource({
    "LD_PRELOAD, it would make programs run code of its choosing",
    "IFS, it would make programs run code of its choosing",
    "AGENT_API_KEY, it steers the agent itself",
    "https_proxy, it steers the agent itself",
    "SHELL, it steers the agent itself",
    "HOME, the sandbox sets it",
    "PATH, the sandbox sets it",
    "TMPDIR, it belongs to the build",
  })
  void aVariableWithAReservedNameIsNotEvenThereForIt(String name, String why) {
    variables.add(new Local(name, "evil"));
    assertThat(scriptOf("true")).doesNotContain("evil");
    assertThat(forwarded(".#x", true).dropped()).containsExactly(name + ": " + why);
  }

  @Test
  void theRemarkSaysWhatItMay() {
    scriptOf("true");
    assertThat(forwarded(".#x", true).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("runs inside", "what it exports reaches the agent");
  }

  @Test
  void whatItAndItsSurroundingsNameIsNeededWhereItIsThere() {
    variables.add(new Local("a", "-L" + GO + "/lib"));
    scriptOf("echo see " + SSL + ".; nix-store -r " + SSL + ".drv");
    ForwardedShell shell = forwarded(".#x", true);
    assertThat(shell.roots())
        .extracting(root -> root.path().path())
        .containsExactly(GO, SSL + ".", SSL);
    assertThat(shell.roots())
        .noneMatch(StoreRoot::required)
        .allMatch(root -> root.origin().describe().equals("dev shell .#x, variable shellHook"));
  }

  @Test
  void itsOutputsAreInTheProject() {
    variables.add(new Exported("outputs", "out"));
    variables.add(new Exported("out", SSL));
    assertThat(scriptOf("PREFIX=" + SSL))
        .contains("out='/home/ana/work/shop/outputs/out'\n")
        .endsWith("eval 'PREFIX=/home/ana/work/shop/outputs/out'\n");
    assertThat(forwarded(".#x", true).roots()).isEmpty();
  }

  @Test
  void structuredAttributesAreFiles() {
    variables.add(new Exported("NIX_ATTRS_JSON_FILE", "/build/.attrs.json"));
    variables.add(new Exported("NIX_ATTRS_SH_FILE", "/build/.attrs.sh"));
    attributes = Optional.of(new DevEnv.StructuredAttrs("{\"a\": \"" + GO + "\"}", "declare a"));
    scriptOf("true");
    ForwardedShell shell = forwarded(".#x", true);
    assertThat(shell.hook().orElseThrow().files())
        .containsEntry(Path.of("/SANDBOX.attrs.json"), "{\"a\": \"" + GO + "\"}")
        .containsEntry(Path.of("/SANDBOX.attrs.sh"), "declare a");
    assertThat(shell.variables())
        .extracting(variable -> variable.name() + "=" + variable.value())
        .containsExactly(
            "NIX_ATTRS_JSON_FILE=/SANDBOX.attrs.json", "NIX_ATTRS_SH_FILE=/SANDBOX.attrs.sh");
    assertThat(shell.roots()).extracting(root -> root.path().path()).containsExactly(GO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;b", "$(a)", "it's", "a\nb", "a=b", "a\"", "\u00e9"})
  void aFunctionWhoseNameIsNotAPlainWordIsDropped(String name) {
    functions.put(name, " echo body");
    assertThat(scriptOf("true")).doesNotContain("body");
    assertThat(forwarded(".#x", true).dropped())
        .containsExactly(name + ": a shell function whose name is not a plain word");
  }

  @Test
  void thatOfAnActiveDevShellHasRun() {
    variables.add(new Exported("shellHook", "echo " + GO));
    assertThat(forwarded("env", true).hook()).isEmpty();
    assertThat(forwarded("env", true).remarks())
        .extracting(Remark::describe)
        .first()
        .asString()
        .contains("around the command", "not run again");
    assertThat(forwarded("env", false).remarks())
        .extracting(Remark::describe)
        .noneMatch(remark -> remark.contains("again"));
  }

  private String scriptOf(String hook) {
    variables.add(new Exported("shellHook", hook));
    ShellHook runs = forwarded(".#x", true).hook().orElseThrow();
    return runs.files().getOrDefault(ShellHook.SCRIPT, "");
  }

  private ForwardedShell forwarded(String installable, boolean asked) {
    return ForwardedShell.of(
        new DevEnv(installable, variables, functions, attributes),
        Path.of("/home/ana/work/shop"),
        asked,
        List.of("AGENT_*"));
  }
}
