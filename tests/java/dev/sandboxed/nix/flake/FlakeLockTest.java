package dev.sandboxed.nix.flake;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static dev.sandboxed.nix.Failures.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.SourcePosition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FlakeLockTest {

  private static final Path SHOWN = Path.of("/home/me/project/flake.lock");

  private static FlakeLock read(String json) {
    return FlakeLock.read(json, SHOWN);
  }

  /** A lock with one input, locked with these attributes. */
  private static String locked(String attributes) {
    return """
    {
      "nodes": {
        "evil": {
          "locked": %s,
          "original": { "type": "indirect", "id": "evil" }
        },
        "root": { "inputs": { "dep": "evil" } }
      },
      "root": "root",
      "version": 7
    }
    """
        .formatted(attributes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{ 'type': 'github', 'owner': 'a', 'repo': 'b', 'rev': 'x' }; github:a/b",
        "{ 'type': 'gitlab', 'owner': 'a', 'repo': 'b', 'host': 'h' }; gitlab:a/b at h",
        "{ 'type': 'sourcehut', 'owner': '~a', 'repo': 'b' }; sourcehut:~a/b",
        "{ 'type': 'tarball', 'url': 'https://host/x.tar.gz' }; https://host/x.tar.gz",
        "{ 'type': 'file', 'url': 'http://host/x' }; http://host/x",
        "{ 'type': 'git', 'url': 'https://host/x' }; https://host/x",
        "{ 'type': 'git', 'url': 'git+ssh://git@host/x' }; git+ssh://git@host/x",
        "{ 'type': 'hg', 'url': 'https://host/x' }; https://host/x",
      })
  void whatComesFromAnotherMachineIsFetchedAndSaysWhereFrom(String attributes, String source) {
    FlakeLock lock = read(locked(attributes.replace('\'', '"')));

    assertThat(lock.remote()).isTrue();
    assertThat(lock.sources()).containsExactlyInAnyOrder(source, "flake:evil");
    assertThat(lock.inputs()).containsExactly("dep");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ 'type': 'path', 'path': '/home/me/.ssh' }",
        "{ 'type': 'path', 'path': '../other' }",
        "{ 'type': 'path', 'path': './sub/../../other', 'parent': [] }",
        "{ 'type': 'git', 'url': 'file:///home/me/other' }",
        "{ 'type': 'git', 'url': 'git+file:///home/me/other' }",
        "{ 'type': 'git', 'url': '/home/me/other' }",
        "{ 'type': 'git', 'url': '../other' }",
        "{ 'type': 'git', 'url': 'https:///home/me/other' }",
        "{ 'type': 'git', 'url': 'ext::sh -c touch%20/x' }",
        "{ 'type': 'hg', 'url': 'file:///home/me/other' }",
        "{ 'type': 'tarball', 'url': 'file:///home/me/other.tar' }",
        "{ 'type': 'file', 'url': 'FILE:///home/me/.ssh/id_rsa' }",
        "{ 'type': 'indirect', 'id': 'evil' }",
        "{ 'type': 'brand-new', 'url': 'https://host/x' }",
        "{ }",
        "'text'",
      })
  void whatIsOnThisMachineOrUnknownIsRefusedWithItsNameAndPlace(String attributes) {
    Problem problem = onlyProblemOf(() -> read(locked(attributes.replace('\'', '"'))));

    assertThat(problem.code()).isEqualTo("devshell.local-input");
    assertThat(problem.message()).startsWith("the input \"evil\" is ");
    assertThat(problem.where()).contains(new SourcePosition(SHOWN.toString(), 4, 7));
    assertThat(problem.hint()).contains("path:./sub");
  }

  @Test
  void everyInputIsNamedAndSoIsWhatItWasLockedFrom() {
    List<Problem> problems =
        problemsOf(() ->
            read(
                """
                { "nodes": {
                    "a": { "locked": { "type": "path", "path": "/a" } },
                    "b": { "locked": { "type": "github" }, "original": { "type": "path", "path": "/b" } },
                    "root": { "inputs": { "a": "a", "b": "b" } } },
                  "root": "root" }
                """));

    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly(
            "the input \"a\" is the path \"/a\", outside the project",
            "the input \"b\" is the path \"/b\", outside the project");
    assertThat(problems.getLast().where().orElseThrow().line()).isEqualTo(3);
  }

  @Test
  void aPathIsRelativeToTheFlakeThatNamesIt() {
    FlakeLock lock =
        read(
            """
            { "nodes": {
                "part": { "locked": { "type": "path", "path": "./a/part" }, "inputs": { "next": "sibling" } },
                "sibling": { "locked": { "type": "path", "path": "../sibling", "parent": ["part"] } },
                "far": { "locked": { "type": "github", "dir": "x/y" }, "inputs": { "its": "its" } },
                "its": { "locked": { "type": "path", "path": "../z" } },
                "root": { "inputs": { "part": "part", "far": "far", "same": ["part", "next"] } } },
              "root": "root" }
            """);

    assertThat(lock.parts()).containsExactly("a/part", "a/sibling");
    assertThat(lock.remote()).isTrue();
  }

  @Test
  void aPathThatLeavesTheTreeOfAnInputIsRefused() {
    assertThat(
            onlyProblemOf(() ->
                    read(
                        """
                        { "nodes": {
                            "far": { "locked": { "type": "github" }, "inputs": { "its": "its" } },
                            "its": { "locked": { "type": "path", "path": "../z" } },
                            "root": { "inputs": { "far": "far" } } },
                          "root": "root" }
                        """))
                .message())
        .contains("\"its\"", "leaves the project");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"nodes\": [], \"root\": \"root\"}",
        "{} x",
        "{\"nodes\": {}, \"nodes\": {}, \"root\": \"root\"}",
        "null"
      })
  void whatIsNotALockIsReportedAsBrokenWithItsPlace(String json) {
    Problem problem = onlyProblemOf(() -> read(json));

    assertThat(problem.code()).isEqualTo("devshell.broken-lock");
    assertThat(problem.where()).get().asString().startsWith(SHOWN + ":1:");
    assertThat(problem.hint()).contains("nix flake lock");
  }

  @Test
  void theInputsOfAFlakeAreJudgedByNameToo() throws JsonProcessingException {
    String stated =
        """
        { "far": { "reference": { "url": "github:a/b" }, "inputs": {
              "near": { "reference": { "url": "git+file:///x" }, "inputs": {} } } },
          "followed": { "reference": { "follows": "far" }, "inputs": {} },
          "named": { "reference": {}, "inputs": {} },
          "part": { "reference": { "url": "path:./part" }, "inputs": {} },
          "up": { "reference": { "url": "../up" }, "inputs": {} },
          "written": { "reference": { "type": "path", "path": "/x" }, "inputs": {} } }
        """;
    FlakeLock lock =
        read(
            """
            { "nodes": { "root": { "inputs": { "far": "x", "followed": ["far"], "part": "x", "up": "x", "written": "x" } } },
              "root": "root" }
            """);

    List<Problem> problems =
        problemsOf(() ->
            StatedInputs.check(new JsonMapper().readTree(stated), lock, Path.of("/p/flake.nix")));

    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly(
            "/p/flake.nix: the input \"far/near\" is the URL \"git+file:///x\", which is not on another machine",
            "/p/flake.nix: the input \"up\" is the path \"../up\", which leaves the project",
            "/p/flake.nix: the input \"written\" is the path \"/x\", outside the project",
            "/p/flake.lock does not have the input \"named\"");
  }

  @Test
  void theSourcesOfStatedInputsAreReturnedToo() throws JsonProcessingException {
    String stated =
        """
        { "a": { "reference": { "url": "github:o/r/main?dir=x&host=h#y" }, "inputs": {} },
          "b": { "reference": { "url": "gitlab:o/r/main" }, "inputs": {
              "deep": { "reference": { "url": "http://192.168.1.1/x" }, "inputs": {} } } },
          "c": { "reference": { "url": "nixpkgs/main" }, "inputs": {} },
          "d": { "reference": { "url": "flake:nixpkgs" }, "inputs": {} },
          "e": { "reference": { "type": "github", "owner": "o", "repo": "r", "host": "i" }, "inputs": {} } }
        """;
    FlakeLock lock =
        read(
            "{ \"nodes\": { \"root\": { \"inputs\": { \"a\": \"x\", \"b\": \"x\", \"c\": \"x\", \"d\": \"x\", \"e\": \"x\" } } }, \"root\": \"root\" }");

    assertThat(StatedInputs.check(new JsonMapper().readTree(stated), lock, Path.of("/p/flake.nix")))
        .containsExactly(
            "flake:nixpkgs",
            "flake:nixpkgs/main",
            "github:o/r at i",
            "github:o/r/main?dir=x&host=h#y",
            "gitlab:o/r",
            "http://192.168.1.1/x");
  }
}
