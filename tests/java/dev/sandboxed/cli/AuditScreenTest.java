package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditScreenTest {

  private static final Path SHOP = Path.of("/home/ana/work/shop");

  private final Plans plans =
      new Plans()
          .mounts(new MountStep.WritableBind(SHOP, SHOP, new Origin.BuiltIn("the project")))
          .remarks(
              List.of(
                  Remark.of("a.note", "word ".repeat(28).strip()),
                  Remark.of("b.note", "x".repeat(100))));

  @Test
  void itFitsEightyColumnsWithHangingIndents() {
    assertThat(screen(Map.of()).whole(plans.built()))
        .isEqualTo(
            """
            sandboxed: agent in ~/work/shop
              profile    default < mine
              network    full: the host's network, including local services and the LAN
              writable   ~/work/shop
              note       word word word word word word word word word word word word word
                         word word word word word word word word word word word word word
                         word word
              note       %s
            """
                .formatted("x".repeat(100)));
  }

  @Test
  void inANarrowTerminalLinesBreakBetweenWordsToo() {
    AuditScreen narrow = new AuditScreen(new Colours(Map.of()), 40);
    assertThat(narrow.whole(plans.built()))
        .contains(
            """
              network    full: the host's network,
                         including local services
                         and the LAN
            """)
        .contains("  note       " + "x".repeat(100) + "\n");
    assertThat(narrow.unchanged(plans.built()))
        .isEqualTo("sandboxed: agent in ~/work/shop as before:\n  mine, full, 2 notes (--audit)\n");
  }

  @Test
  void whatCountsIsInColour() {
    assertThat(screen(Map.of("TERM", "xterm")).whole(plans.built()))
        .startsWith("\u001b[1msandboxed: agent in ~/work/shop\u001b[0m\n")
        .contains("  network    \u001b[31mfull: ")
        .contains("  writable   \u001b[1m~/work/shop\u001b[0m\n")
        .contains("\n             \u001b[33mword word\u001b[0m\n");
  }

  @ParameterizedTest
  @CsvSource({"xterm, 1", "dumb, ''"})
  void nobodyGetsColoursWhoDoesNotWantThem(String term, String noColour) {
    assertThat(screen(Map.of("TERM", term, "NO_COLOR", noColour)).whole(plans.built()))
        .doesNotContain("\u001b");
  }

  @Test
  void whatIsKnownIsOneLineThatCountsTheNotes() {
    assertThat(screen(Map.of()).unchanged(plans.built()))
        .isEqualTo("sandboxed: agent in ~/work/shop as before: mine, full, 2 notes (--audit)\n");
    assertThat(screen(Map.of("TERM", "xterm")).unchanged(plans.built()))
        .contains("\u001b[31mfull\u001b[0m, \u001b[33m2 notes\u001b[0m");
  }

  @Test
  void aMissingLoginIsSaidEachTime() {
    SandboxPlan plan =
        new Plans().offline().remarks(List.of(Remark.of("login.none", "none yet: x"))).built();
    assertThat(screen(Map.of()).unchanged(plan)).contains("mine, none, no login (--audit)");
    assertThat(screen(Map.of()).whole(plan)).contains("  login      none yet: x\n");
  }

  private static AuditScreen screen(Map<String, String> environment) {
    return new AuditScreen(new Colours(environment), Streams.USUAL_COLUMNS);
  }
}
