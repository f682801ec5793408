package dev.sandboxed.nix.shell;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.nix.shell.DevEnv.Exported;
import dev.sandboxed.problem.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ActiveDevShellTest {

  private static final String A = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-a";
  private static final String B = "/nix/store/zyxwvsrqpnmlkjihgfdcba9876543210-b";

  @Test
  void takesTheVariablesThatNameTheStoreAndTheMarkOfADevShell() {
    DevEnv devEnv =
        ActiveDevShell.in(
            Map.of(
                "IN_NIX_SHELL", "impure",
                "NIX_LDFLAGS", "-L" + A + "/lib",
                "XDG_DATA_DIRS", "/usr/share:" + B + "/share"));

    assertThat(devEnv.installable()).isEqualTo("env");
    assertThat(devEnv.variables())
        .containsExactly(
            new Exported("IN_NIX_SHELL", "impure"),
            new Exported("NIX_LDFLAGS", "-L" + A + "/lib"),
            new Exported("XDG_DATA_DIRS", "/usr/share:" + B + "/share"));
  }

  @Test
  void leavesOutWhatMayBeASecret() {
    DevEnv devEnv =
        ActiveDevShell.in(
            Map.of(
                "IN_NIX_SHELL", "1",
                "TOOL", A,
                "GITHUB_TOKEN", "ghp_secret",
                "NOTE", "/nix/store is a directory"));

    assertThat(devEnv.variables())
        .extracting(DevEnv.Variable::name)
        .containsExactly("IN_NIX_SHELL", "TOOL");
  }

  @Test
  void keepsOnlyTheEntriesOfPathThatAreInTheStoreInTheirOrder() {
    String path =
        String.join(
            ":",
            B + "/bin",
            "/usr/bin",
            "",
            A + "/../../../usr/bin",
            "." + A,
            A + "/bin",
            "/home/me" + A + "/bin");

    DevEnv devEnv = ActiveDevShell.in(Map.of("DIRENV_DIR", "-/home/me/project", "PATH", path));

    assertThat(devEnv.variables()).containsExactly(new Exported("PATH", B + "/bin:" + A + "/bin"));
  }

  @Test
  void leavesOutWhereThePersonIs() {
    DevEnv devEnv =
        ActiveDevShell.in(
            Map.of("IN_NIX_SHELL", "1", "T", A, "PWD", B, "OLDPWD", B, "_", B + "/bin/x"));

    assertThat(devEnv.variables())
        .containsExactly(new Exported("IN_NIX_SHELL", "1"), new Exported("T", A));
  }

  @Test
  void devboxAndDevenvEnterOneToo() {
    for (String mark : new String[] {"DEVBOX_SHELL_ENABLED", "DEVENV_ROOT", "DEVENV_PROFILE"}) {
      assertThat(ActiveDevShell.in(Map.of(mark, "1", "TOOL", A)).variables())
          .containsExactly(new Exported("TOOL", A));
    }
  }

  @Test
  void aProfileOnPathIsOneWithoutVariables() {
    assertThat(ActiveDevShell.in(Map.of("PATH", "/usr/bin:" + A + "/bin", "TOOL", A)).variables())
        .containsExactly(new Exported("PATH", A + "/bin"));
  }

  @Test
  void refusesWhereNoDevShellIsActive() {
    Problem problem = onlyProblemOf(() -> ActiveDevShell.in(Map.of("PATH", "/usr/bin", "TOOL", A)));

    assertThat(problem.code()).isEqualTo("devshell.none-active");
    assertThat(problem.message()).contains("IN_NIX_SHELL", "DIRENV_DIR");
    assertThat(problem.hint()).contains("direnv allow", "--devshell");
  }

  @Test
  void refusesADirenvThatIsNotADevShell() {
    Map<String, String> environment = Map.of("DIRENV_DIR", "-/home/me", "PATH", "/usr/bin");

    assertThat(onlyProblemOf(() -> ActiveDevShell.in(environment)).message())
        .contains("no variable names a path in /nix/store");
  }
}
