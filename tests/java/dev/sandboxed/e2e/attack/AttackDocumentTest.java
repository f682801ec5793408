package dev.sandboxed.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/attacks.md shows the attacks that are tried, and those that other tests try. */
class AttackDocumentTest {

  private static final Path CHECKOUT = Checkout.directory();

  @Test
  void itShowsEveryAttackThatIsTried() throws IOException {
    List<String> shown =
        Files.readAllLines(CHECKOUT.resolve("docs/attacks.md")).stream()
            .dropWhile(line -> !line.startsWith("## "))
            .toList();

    List<String> tried = AttackTable.markdown();
    assertThat(shown).isEqualTo(tried.subList(0, tried.size() - 1));
  }

  @Test
  void everyAttackIsInAGroup() {
    assertThat(AttackTable.markdown())
        .filteredOn(line -> line.startsWith("| ") && !line.startsWith("| the agent …"))
        .hasSize(Attack.all().size() + HeldElsewhere.all().size())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyTestThatHoldsOneExists() throws IOException {
    for (HeldElsewhere attack : HeldElsewhere.all()) {
      try (Stream<Path> files = Files.walk(CHECKOUT.resolve("tests/java"))) {
        assertThat(files.filter(file -> file.endsWith(attack.test() + ".java")))
            .as("%s", attack)
            .singleElement()
            .satisfies(
                file -> assertThat(file).content().contains("void " + attack.method() + "("));
      }
    }
  }
}
