package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.network.NetworkTable;
import dev.sandboxed.e2e.world.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every protection that docs/security.md claims is held by tests, and those exist. */
class SecurityDocumentTest {

  private static final Path DOCUMENT = Checkout.directory().resolve("docs/security.md");
  private static final Path TESTS = Checkout.directory().resolve("tests/java");
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*(?:Test|IT))`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    List<String> there = testClasses();
    List<String> named =
        TEST.matcher(Files.readString(DOCUMENT)).results().map(found -> found.group(1)).toList();

    assertThat(named).isNotEmpty().filteredOn(name -> !there.contains(name)).isEmpty();
  }

  @Test
  void everyProtectionNamesItsTests() throws IOException {
    List<String> protections =
        Files.readAllLines(DOCUMENT).stream()
            .dropWhile(line -> !line.equals("| promise | how | tests |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(protections).isNotEmpty().allMatch(row -> TEST.matcher(row).find());
  }

  @Test
  void itsNetworkTableIsTheOneThatIsTested() throws IOException {
    List<String> shown =
        Files.readAllLines(DOCUMENT).stream()
            .dropWhile(line -> !line.equals("<!-- network table -->"))
            .takeWhile(line -> !line.equals("<!-- end of network table -->"))
            .filter(line -> line.startsWith("|"))
            .toList();

    assertThat(shown).isEqualTo(NetworkTable.markdown());
  }

  private static List<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .toList();
    }
  }
}
