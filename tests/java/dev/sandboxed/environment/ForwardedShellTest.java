package dev.sandboxed.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.shell.DevEnv.Exported;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedShellTest {

  private static final List<String> STEERING = List.of("AGENT_*");

  private static final String GO = "/nix/store/00000000000000000000000000000001-go";
  private static final String SSL = "/nix/store/00000000000000000000000000000002-openssl";

  @Test
  void onlyExportedVariablesAreTheEnvironment() {
    ForwardedShell shell =
        shell(
            new Exported("A", "1"),
            new DevEnv.Local("B", GO),
            new DevEnv.Indexed("C", List.of(GO)),
            new DevEnv.Associative("D", Map.of("a", GO)));
    assertThat(shell.variables()).extracting(Variable.Set::name).containsExactly("A");
    assertThat(shell.roots()).isEmpty();
    assertThat(shell.dropped())
        .containsExactly(
            "B: not exported",
            "C: an array, which an environment cannot hold",
            "D: an associative array, which an environment cannot hold");
  }

  @Test
  void functionsAndStructuredAttributesAreNamedAsDropped() {
    ForwardedShell shell =
        forwarded(
            new DevEnv(
                ".#x",
                List.of(exported("NIX_ATTRS_SH_FILE", "/build/.attrs.sh")),
                Map.of("genericBuild", "echo"),
                Optional.of(new DevEnv.StructuredAttrs("{}", ""))));
    assertThat(shell.variables()).isEmpty();
    assertThat(shell.dropped())
        .containsExactly(
            "structured attributes: they belong to the build",
            "NIX_ATTRS_SH_FILE: it belongs to the build",
            "genericBuild: a shell function, which an environment cannot hold");
  }

  @Test
  void ofPathOnlyWhatIsInTheStoreComesAlongOnceAndInOrder() {
    ForwardedShell shell =
        shell(
            new Exported(
                "PATH",
                "/path-not-set:" + SSL + "/bin:" + GO + "/bin::relative:/usr/bin:" + SSL + "/bin"),
            new Exported("XDG_DATA_DIRS", "/usr/share:" + GO + "/share"));
    assertThat(shell.path()).containsExactly(SSL + "/bin", GO + "/bin");
    assertThat(shell.dataDirectories()).containsExactly(GO + "/share");
    assertThat(shell.variables()).isEmpty();
    assertThat(roots(shell))
        .containsExactly(SSL + " of PATH", GO + " of PATH", GO + " of XDG_DATA_DIRS");
  }

  @Test
  void theStorePathsThatForwardedValuesNameAreTheRoots() {
    ForwardedShell shell =
        shell(
            new Exported("FLAGS", "-I" + GO + "/include -L" + SSL + "/lib"),
            new Exported("stdenv", "/nix/store/00000000000000000000000000000003-stdenv"));
    assertThat(roots(shell)).containsExactly(GO + " of FLAGS", SSL + " of FLAGS");
  }

  @ParameterizedTest
  @CsvSource({
    "HOME, the sandbox sets it",
    "SHLVL, the sandbox sets it",
    "LD_PRELOAD, it would make programs run code of its choosing",
    "BASH_ENV, it would make programs run code of its choosing",
    "PROMPT_COMMAND, it would make programs run code of its choosing",
    "IFS, it would make programs run code of its choosing",
    "AGENT_BASE_URL, it steers the agent itself",
    "AGENT_CONFIG, it steers the agent itself",
    "OPENAI_API_KEY, it steers the agent itself",
    "FOO_BASE_URL, it steers the agent itself",
    "https_proxy, it steers the agent itself",
    "NODE_OPTIONS, it steers the agent itself",
    "TMPDIR, it belongs to the build",
    "SSL_CERT_FILE, it belongs to the build",
    "TERM, it belongs to the build",
    "out, it belongs to the build",
    "SHELL, it steers the agent itself",
    "buildPhase, it belongs to the build",
    "depsBuildBuild, it belongs to the build",
  })
  void whatIsNotForwardedIsSaidWithItsReason(String name, String why) {
    ForwardedShell shell = shell(new Exported(name, GO));
    assertThat(shell.variables()).isEmpty();
    assertThat(shell.roots()).isEmpty();
    assertThat(shell.dropped()).containsExactly(name + ": " + why);
  }

  @Test
  void whatNamesAnOutputNamesADirectoryOfTheProjectAsInNixDevelop() {
    String out = "/nix/store/00000000000000000000000000000008-shell-env";
    String dev = "/nix/store/00000000000000000000000000000009-shell-env-dev";
    ForwardedShell shell =
        shell(
            exported("outputs", "out dev"),
            exported("out", out),
            exported("dev", dev),
            exported("FLAGS", "-rpath " + out + "/lib -I" + dev + "/include -L" + GO + "/lib"));
    assertThat(shell.variables())
        .extracting(Variable.Set::value)
        .contains(
            "-rpath /home/ana/work/shop/outputs/out/lib -I/home/ana/work/shop/outputs/dev/include -L"
                + GO
                + "/lib");
    assertThat(roots(shell)).containsExactly(GO + " of FLAGS");
  }

  @Test
  void structuredAttributesNameTheOutputsThemselves() {
    String out = "/nix/store/00000000000000000000000000000008-shell-env";
    ForwardedShell shell =
        shell(
            new DevEnv.Associative("outputs", Map.of("out", out)), exported("FLAGS", out + "/lib"));
    assertThat(shell.variables())
        .extracting(Variable.Set::value)
        .containsExactly("/home/ana/work/shop/outputs/out/lib");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "/", "/home/ana"})
  void anOutputThatIsNoStorePathMovesNothing(String out) {
    ForwardedShell shell =
        shell(exported("outputs", "out"), exported("out", out), exported("A", "a /home/ana"));
    assertThat(shell.variables()).extracting(Variable.Set::value).containsExactly("a /home/ana");
  }

  private static List<String> roots(ForwardedShell shell) {
    return shell.roots().stream()
        .map(root ->
            root.path() + " of " + root.origin().describe().replace("dev shell .#x, variable ", ""))
        .toList();
  }

  private static ForwardedShell shell(DevEnv.Variable... variables) {
    return forwarded(new DevEnv(".#x", List.of(variables), Map.of(), Optional.empty()));
  }

  private static ForwardedShell forwarded(DevEnv shell) {
    return ForwardedShell.of(shell, Path.of("/home/ana/work/shop"), false, STEERING);
  }

  private static Exported exported(String name, String value) {
    return new Exported(name, value);
  }
}
