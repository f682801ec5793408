package dev.sandboxed.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goes from a profile, a dev shell and a machine to the whole command. After an intended change,
 * {@code mvn test -Dtest=GoldenTest -Dgolden.update=true} rewrites the expected files; read their
 * diff.
 */
class GoldenTest {

  private static final Path CASES = Path.of("tests/golden");

  static List<String> cases() throws IOException {
    try (Stream<Path> directories = Files.list(CASES)) {
      return directories.map(directory -> directory.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void thereAreCases() throws IOException {
    assertThat(cases()).contains("default", "store-host");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCommandIsTheExpectedOne(String name) throws IOException {
    matches(CASES.resolve(name).resolve("argv.txt"), new GoldenCase(CASES.resolve(name)).argv());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theAuditIsTheExpectedOne(String name) throws IOException {
    matches(CASES.resolve(name).resolve("audit.txt"), new GoldenCase(CASES.resolve(name)).audit());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheAgentIsToldIsTheExpected(String name) throws IOException {
    matches(CASES.resolve(name).resolve("notes.md"), new GoldenCase(CASES.resolve(name)).notes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"internet-only", "internet-holes", "editor", "allowlist", "keys-outside"})
  void theNetworkIsTheExpectedOne(String name) throws IOException {
    matches(
        CASES.resolve(name).resolve("network.txt"), new GoldenCase(CASES.resolve(name)).network());
  }

  @Test
  void whatRunsADevShellsHookIsTheExpected() throws IOException {
    Path directory = CASES.resolve("shell-hook");
    matches(directory.resolve("hook.bash"), new GoldenCase(directory).hook());
  }

  private static void matches(Path expected, String actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }
}
