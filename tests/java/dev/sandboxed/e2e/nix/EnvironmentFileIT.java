package dev.sandboxed.e2e.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd and hostile files for {@code agents.NAME.environmentFile}, without Nix. */
class EnvironmentFileIT {

  private final HostWorld world =
      HostWorld.create().installScript("launcher", "printf '%s\\n' \"$@\" \"${A-unset}\"");
  private final Path file = world.home().resolve("keys");
  private final Path touched = world.home().resolve("touched");

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Outcome launched(String content) throws IOException {
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    return launched();
  }

  private Outcome launched() {
    return world.run(
        "bash",
        "-p",
        Checkout.directory().resolve("nix/environment-file").toString(),
        file.toString(),
        world.home().resolve("bin/launcher").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A=1\\r\\n     | 1
          A="1"\\r\\n   | 1
          A=1           | 1
          A="'1'"       | '1'
          A='1"         | '1"
          A="           | "
          A=""          | ``
          A=b=c#d       | b=c#d
          A=1\\nA=2     | 2
          """)
  void aValueIsWhatStandsThere(String content, String value) throws IOException {
    Outcome outcome = launched(content.translateEscapes());

    OutcomeAssert.assertThat(outcome).succeeded();
    assertThat(outcome.out()).endsWith("--env\nA\n" + value + "\n");
  }

  /** Bash would run a command in the index when it computes what a number of its own is. */
  @ParameterizedTest
  @ValueSource(strings = {"OPTIND", "RANDOM", "SRANDOM", "HISTCMD", "UID", "BASHPID"})
  void aVariableOfBashIsNotComputed(String name) throws IOException {
    String value = "BASH_VERSINFO[$(touch " + touched + ")0]";
    // Such a value does run a command.
    world.run("bash", "-c", "OPTIND='" + value + "'");
    assertThat(touched).exists();
    Files.delete(touched);

    OutcomeAssert.assertThat(launched(name + "=" + value))
        .exitedWith(125)
        .errContains(file + ":1: " + name)
        .errLacks("touch");
    assertThat(touched).doesNotExist();
  }

  /** Those that the program might use itself are passed as any other. */
  @ParameterizedTest
  @ValueSource(strings = {"file", "launcher", "options", "number", "line", "name", "value"})
  void noLineChangesWhatIsStarted(String name) throws IOException {
    String value = "BASH_VERSINFO[$(touch " + touched + ")0]";

    OutcomeAssert.assertThat(launched(name + "=" + value + "\nA=1\n"))
        .succeeded()
        .outIs("--env\n" + name + "\n--env\nA\n1");
    assertThat(touched).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BASH_ENV",
        "FUNCNEST",
        "GCONV_PATH",
        "GIT_SSH",
        "HOME",
        "JDK_JAVA_OPTIONS",
        "LD_PRELOAD",
        "NIX_REMOTE",
        "PATH",
        "PERL5OPT",
        "SANDBOXED_TOOLS",
        "XDG_CONFIG_HOME",
        "sandboxed_launcher"
      })
  void whatWouldBeObeyedOutsideIsRefused(String name) throws IOException {
    OutcomeAssert.assertThat(launched("A=1\n" + name + "=secret\n"))
        .exitedWith(125)
        .outIs("")
        .errContains(file + ":2: " + name + " is not for the agent")
        .errLacks("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export A=1",
        " A=1",
        "A = 1",
        "A",
        "=1",
        "A[0]=1",
        "A+=1",
        "\u00ef\u00bb\u00bfA=1"
      })
  void whatIsNoLineOfTheFileIsNamed(String line) throws IOException {
    OutcomeAssert.assertThat(launched("# keys\n" + line))
        .exitedWith(125)
        .outIs("")
        .errContains(file + ":2: this is not NAME=value");
  }

  @Test
  void onlyAFileIsReadThoughItMayBeBehindALink() throws IOException {
    OutcomeAssert.assertThat(world.shell("echo A=1 >~/real; ln -s real ~/keys")).succeeded();
    OutcomeAssert.assertThat(launched()).succeeded().outIs("--env\nA\n1");
    for (String other :
        new String[] {
          "mkdir ~/keys",
          "mkfifo ~/keys",
          "ln -s nowhere ~/keys",
          "echo A=1 >~/keys; chmod 0 ~/keys"
        }) {
      OutcomeAssert.assertThat(world.shell("rm -rf ~/keys; " + other)).succeeded();
      OutcomeAssert.assertThat(launched())
          .exitedWith(125)
          .errContains(file + ": this environment file is missing or closed to you");
    }
  }

  @Test
  void aFileThatIsTooLongForTheKernelIsNamed() throws IOException {
    OutcomeAssert.assertThat(launched("A=" + "x".repeat(200_000)))
        .exitedWith(125)
        .errContains(file + ": the launcher could not be started with these variables")
        .errLacks("xxx");
  }
}
