package dev.sandboxed.nix.flake;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InstallableTest {

  private static final Path BASE = Path.of("/home/me/project");

  @ParameterizedTest
  @CsvSource({
    ".,                        /home/me/project,       ''",
    "'',                       /home/me/project,       ''",
    "#tool,                    /home/me/project,       tool",
    ".#tool,                   /home/me/project,       tool",
    "./sub#a.b,                /home/me/project/sub,   a.b",
    "../other,                 /home/me/other,         ''",
    "..,                       /home/me,               ''",
    "/srv/flake#x,             /srv/flake,             x",
    "/srv/./flake/../x,        /srv/x,                 ''",
    "path:.#x,                 /home/me/project,       x",
    "path:/srv/flake,          /srv/flake,             ''",
    "path:.?dir=sub#x,         /home/me/project/sub,   x",
    ".?dir=..%2Fother,         /home/me/other,         ''",
    "./with%20space+plus#%22x, /home/me/project/with space+plus, '\"x'",
    "one/two/three/four,       /home/me/project/one/two/three/four, ''",
    "--help,                   /home/me/project/--help, ''",
  })
  void aPathIsAFlakeOnThisMachine(String words, Path directory, String attribute) {
    assertThat(Installable.of(words, BASE)).isEqualTo(new Installable.Local(directory, attribute));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nixpkgs", "nixpkgs#hello", "nixpkgs/release-26.05#hello", "flake:nixpkgs",
        "github:owner/repository#x", "gitlab:a/b", "sourcehut:~a/b", "git+https://host/x",
        "git+ssh://host/x", "git://host/x", "https://host/x.tar.gz", "tarball+https://host/x",
        "hg+https://host/x",
      })
  void whatIsFetchedIsRemote(String words) {
    assertThat(Installable.of(words, BASE)).isEqualTo(new Installable.Remote(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git+file:///srv/x",
        "git+file:.",
        "git:.",
        "git:/srv/x",
        "git:///srv/x",
        "file:///srv/x",
        "tarball+file:///x.tar",
        "hg+file:///x",
      })
  void aDirectoryThatAnotherProgramWouldReadIsRefused(String words) {
    assertThat(onlyProblemOf(() -> Installable.of(words, BASE)))
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("devshell.bad-installable");
          assertThat(problem.message()).contains(words);
          assertThat(problem.hint()).contains("path instead");
        });
  }

  @ParameterizedTest
  @CsvSource({
    ".?rev=0123,        \"rev\"",
    "path:.?submodules, \"submodules\"",
    ".?dir=a&ref=x,     \"ref\"",
    "./%zz,             %-sequence",
    "./%00,             path",
  })
  void whatMeansNothingForADirectoryIsRefusedByName(String words, String name) {
    assertThat(onlyProblemOf(() -> Installable.of(words, BASE)).message()).contains(name);
  }

  @Test
  void aDevShellIsLookedForWhereNixDevelopDoes() {
    assertThat(AttributePath.candidates("", "sys"))
        .extracting(path -> String.join(" ", path))
        .containsExactly(
            "devShells sys default", "devShell sys", "packages sys default", "defaultPackage sys");
    assertThat(AttributePath.candidates("a.\"b.c\"", "sys"))
        .extracting(path -> String.join(" ", path))
        .containsExactly(
            "devShells sys a b.c", "packages sys a b.c", "legacyPackages sys a b.c", "a b.c");
    assertThat(AttributePath.candidates(".a.b", "sys"))
        .extracting(path -> String.join(" ", path))
        .containsExactly("a b");
  }

  @Test
  void aNameWithoutItsClosingQuoteIsRefused() {
    assertThat(onlyProblemOf(() -> AttributePath.candidates("\"a", "sys")).message())
        .contains("closing quote");
  }
}
