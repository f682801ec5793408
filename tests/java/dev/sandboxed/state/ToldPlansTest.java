package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldPlansTest {

  private static final Path SHOP = Path.of("/home/ana/shop");

  @TempDir private Path state;

  @Test
  void onlyTheLastPlanOfAProjectAndAnAgentIsKnown() {
    ToldPlans told = new ToldPlans(state);
    assertThat(told.isKnown(SHOP, "claude", "a")).isFalse();
    told.remember(SHOP, "claude", "a");
    assertThat(told.isKnown(SHOP, "claude", "a")).isTrue();
    assertThat(told.isKnown(SHOP, "gemini", "a")).isFalse();
    assertThat(told.isKnown(Path.of("/home/ana/site"), "claude", "a")).isFalse();
    told.remember(SHOP, "claude", "b");
    assertThat(told.isKnown(SHOP, "claude", "a")).isFalse();
    assertThat(told.list()).extracting(ProjectEntry::project).containsExactly(Optional.of(SHOP));
  }

  @Test
  void whatIsDamagedIsNotKnown() throws IOException {
    ToldPlans told = new ToldPlans(state);
    told.remember(SHOP, "claude", "a");
    Path file = told.list().getFirst().directory().resolve("claude.plan");
    for (String content : new String[] {"", "a", "a\na\n", "a\n".repeat(1000)}) {
      Files.writeString(file, content);
      assertThat(told.isKnown(SHOP, "claude", "a")).as(content).isFalse();
    }
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(told.isKnown(SHOP, "claude", "a")).isFalse();
  }
}
