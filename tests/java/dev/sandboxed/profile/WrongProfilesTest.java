package dev.sandboxed.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about a profile that is wrong. */
class WrongProfilesTest {

  static List<WrongFile> wrongFiles() {
    return List.of(
        new WrongFile(
            "an empty file",
            "",
            """
            /p/web.toml:1:1: the profile is empty
              the smallest one is:
              extends = "default"\
            """),
        new WrongFile(
            "a file of comments only",
            "# later\n\n",
            """
            /p/web.toml:1:1: the profile is empty
              the smallest one is:
              extends = "default"\
            """),
        new WrongFile(
            "a missing value",
            "extends =\n",
            "/p/web.toml:1:10: invalid TOML: Unexpected end of line, expected a value"),
        new WrongFile(
            "a key that appears twice",
            "extends = 'a'\nextends = 'b'\n",
            "/p/web.toml:2:1: invalid TOML: extends previously defined at line 1, column 1"),
        new WrongFile(
            "a mistyped key",
            "[network]\nteir = 'full'",
            """
            /p/web.toml:2:1: unknown key "teir" in [network]
              did you mean tier?\
            """),
        new WrongFile(
            "a key at the top level that belongs in a table",
            "deny = ['.env']",
            """
            /p/web.toml:1:1: unknown key "deny" at the top level
              "deny" belongs in [network] or [filesystem]\
            """),
        new WrongFile(
            "a key of another table",
            "[network]\nmode = 'none'",
            """
            /p/web.toml:2:1: unknown key "mode" in [network]
              "mode" belongs in [auth]\
            """),
        new WrongFile(
            "a key unlike any other",
            "[devshell]\nbanana = 1",
            """
            /p/web.toml:2:1: unknown key "banana" in [devshell]
              allowed: enable, installable, shell_hook\
            """),
        new WrongFile(
            "a mistyped table",
            "  [file-system]\n  read = []",
            """
            /p/web.toml:1:3: unknown table "file-system"
              did you mean [filesystem]?\
            """),
        new WrongFile(
            "a table unlike any other",
            "[sound]\nloud = true",
            """
            /p/web.toml:1:1: unknown table "sound"
              allowed: extends, description, [network], [credentials], [filesystem], [environment], [sockets], [devices], \
            [packages], [devshell], [auth], [state], [audit], [observe], [kernel], [limits], [ide], [project]\
            """),
        new WrongFile(
            "a mistyped key in an entry",
            "[filesystem]\nread = [{ path = '/a', optinal = true }]",
            """
            /p/web.toml:2:24: unknown key "optinal" in an entry of filesystem.read
              did you mean optional?\
            """),
        new WrongFile(
            "an entry without a path",
            "[filesystem]\ndeny = ['a', { optional = true }]",
            "/p/web.toml:2:14: \"path\" is missing in an entry of filesystem.deny"),
        new WrongFile(
            "a number for a string",
            "extends = 1",
            """
            /p/web.toml:1:11: "extends" must be a string, not an integer
              write it in quotes: "1"\
            """),
        new WrongFile(
            "a list for a string",
            "[network]\ntier = ['full']",
            "/p/web.toml:2:8: \"tier\" must be a string, not a list"),
        new WrongFile(
            "a string for a flag",
            "[devshell]\nenable = 'yes'",
            "/p/web.toml:2:10: \"enable\" must be true or false, not a string"),
        new WrongFile(
            "a date for a flag",
            "[devshell]\nenable = 2026-01-01",
            "/p/web.toml:2:10: \"enable\" must be true or false, not a date or time"),
        new WrongFile(
            "a string for a list of strings",
            "[environment]\npass = 'LC_*'",
            """
            /p/web.toml:2:8: "pass" must be a list of strings, not a string
              write it in brackets: pass = ["…"]\
            """),
        new WrongFile(
            "a string for a list of paths",
            "[filesystem]\nread = '~/a'",
            """
            /p/web.toml:2:8: "read" must be a list of paths, not a string
              write it in brackets: read = ["…"]\
            """),
        new WrongFile(
            "a string for a table",
            "network = 'full'",
            "/p/web.toml:1:11: \"network\" must be a table, not a string"),
        new WrongFile(
            "a list of tables for a table",
            "[[network]]\ntier = 'full'",
            "/p/web.toml:1:1: \"network\" must be a table, not a list"),
        new WrongFile(
            "a list for a table of variables",
            "[environment]\nset = ['A=1']",
            """
            /p/web.toml:2:7: "set" must be a table, not a list
              write set = { NAME = "value" }\
            """),
        new WrongFile(
            "a number among strings",
            "[packages]\nnix = ['nixpkgs#jq', 1.5]",
            "/p/web.toml:2:22: an entry of \"nix\" must be a string, not a float"),
        new WrongFile(
            "a number among paths",
            "[filesystem]\nwrite = [\n  '/a',\n  7,\n]",
            """
            /p/web.toml:4:3: an entry of "write" must be a string or a table \
            { path = "…", optional = true }, not an integer\
            """),
        new WrongFile(
            "a number as the value of a variable",
            "[environment.set]\nLEVEL = 9",
            """
            /p/web.toml:2:9: "LEVEL" must be a string, not an integer
              write it in quotes: "9"\
            """),
        new WrongFile(
            "a description of several lines",
            "description = \"a\\u001b[2J\\nb\"",
            """
            /p/web.toml:1:15: "a\\u001b[2J\\nb" is not one line of text
              leave out line breaks, tabs and other control characters\
            """),
        new WrongFile(
            "an unknown tier",
            "[network]\ntier = 'ful'",
            """
            /p/web.toml:2:8: unknown tier "ful"
              did you mean "full"? allowed: "full", "internet-only", "allowlist", "none"\
            """),
        new WrongFile(
            "an unknown way to share the login",
            "[auth]\nmode = 'public'",
            """
            /p/web.toml:2:8: unknown mode "public"
              allowed: "shared", "readonly", "none"\
            """),
        new WrongFile(
            "an unknown scope", "[state]\nscope = ''", "/p/web.toml:2:9: \"scope\" is empty"),
        new WrongFile(
            "an empty path",
            "[filesystem]\nread = ['']",
            "/p/web.toml:2:9: an entry of \"read\" is empty"),
        new WrongFile(
            "a path with a NUL",
            "[filesystem]\ndeny = [\"a\\u0000b\"]",
            "/p/web.toml:2:9: an entry of \"deny\" holds a NUL character"),
        new WrongFile(
            "a pattern where none is allowed",
            "[filesystem]\nwrite = ['~/*.txt']",
            """
            /p/web.toml:2:10: "~/*.txt" is a pattern; only deny and protect take patterns
              name the file, or the directory that holds what the pattern would match\
            """),
        new WrongFile(
            "a variable with its value in pass",
            "[environment]\npass = ['A=1']",
            """
            /p/web.toml:2:9: "A=1" is not the name of a variable
              a name is made of letters, digits and _, and may hold * and ?; values belong in set\
            """),
        new WrongFile(
            "a variable that cannot be one",
            "[environment.set]\n'1 A' = ''",
            """
            /p/web.toml:2:1: "1 A" is not the name of a variable
              a name is made of letters, digits and _, and does not start with a digit\
            """),
        new WrongFile(
            "a variable without a name",
            "[environment]\nset = { '' = 'x' }",
            "/p/web.toml:2:9: a name in \"set\" is empty"),
        new WrongFile(
            "a value with a NUL",
            "[environment]\nset = { A = \"\\u0000\" }",
            "/p/web.toml:2:13: \"A\" holds a NUL character"),
        new WrongFile(
            "an option of Nix in disguise",
            "[packages]\nnix = ['--impure']",
            """
            /p/web.toml:2:8: "--impure" is not an installable
              write one as for `nix build`, for example nixpkgs#jq\
            """),
        new WrongFile(
            "a path for a profile",
            "extends = '../default'",
            """
            /p/web.toml:1:11: "../default" is not a name of a profile or an agent
              a name is made of a-z, 0-9, - and _, at most 64 of them; NAME is read from NAME.toml\
            """),
        new WrongFile(
            "a mask of directories, which have no text",
            "environment.path = [{ path = '~/bin', mask = 't(.)' }]",
            """
            /p/web.toml:1:39: unknown key "mask" in an entry of environment.path
              allowed: path, optional\
            """),
        new WrongFile(
            "a key that would move the cursor",
            "\"a\\u001b[2J\" = 1",
            """
            /p/web.toml:1:1: unknown key "a\\u001b[2J" at the top level
              allowed: extends, description, [network], [credentials], [filesystem], [environment], [sockets], [devices], \
            [packages], [devshell], [auth], [state], [audit], [observe], [kernel], [limits], [ide], [project]\
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void aWrongFileIsRefusedWithTheFix(WrongFile wrong) {
    assertThat(render(wrong.toml())).isEqualTo(wrong.said());
  }

  @Test
  void everyProblemOfAFileIsReportedAtOnceInTheFilesOrder() {
    String toml =
        """
        extend = "default"

        [network]
        tier = "some"
        =
        [filesystem]
        read = ["", 1, { pth = "x" }, "fine"]

        [environment]
        pass = "TERM"
        """;

    assertThat(problems(toml))
        .extracting(problem -> problem.where().map(SourcePosition::line).orElse(0), Problem::code)
        .containsExactly(
            tuple(1, "profile.unknown-key"),
            tuple(4, "profile.unknown-word"),
            tuple(5, "profile.syntax"),
            tuple(7, "profile.bad-path"),
            tuple(7, "profile.wrong-type"),
            tuple(7, "profile.unknown-key"),
            tuple(10, "profile.wrong-type"));
  }

  @Test
  void nothingIsReportedMissingIfALineCouldNotBeUnderstood() {
    assertThat(problems("[filesystem]\nread = [{ path ='a }]"))
        .extracting(Problem::code)
        .containsOnly("profile.syntax");
  }

  private static List<Problem> problems(String toml) {
    return ProfileReader.read("web", "/p/web.toml", toml).problems();
  }

  private static String render(String toml) {
    return String.join("\n", problems(toml).stream().map(Problem::render).toList());
  }
}
