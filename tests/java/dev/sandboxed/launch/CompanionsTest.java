package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.limits.Enclosure;
import dev.sandboxed.policy.limits.Limits;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.limits.LimitsRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompanionsTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Path PROJECT = Path.of("/home/ana/work/shop");

  private static Plans everything() {
    return new Plans()
        .internet(new InternetTier())
        .tellingChanges()
        .limits(
            new Limits(
                LimitsRequest.SILENT,
                true,
                Optional.of(new Enclosure.Own(Path.of("/m"), Path.of("/r"), List.of())),
                Optional.empty()))
        .mounts(
            new MountStep.WritableBind(PROJECT, PROJECT, TEST),
            new MountStep.MaskedFile(PROJECT.resolve(".env"), false, TEST));
  }

  @Test
  void whatIsNotAskedForIsNotThere() {
    assertThat(Companions.of(new Plans().built()))
        .containsExactly("trail", "repositories", "sandbox", "terminal");
  }

  @Test
  void theOrderIsThatInWhichTheyComeUp() {
    assertThat(Companions.of(everything().built()))
        .containsExactly(
            "trail", "uplink", "repositories", "sandbox", "limits", "changes", "held", "terminal");
  }

  @Test
  void eachIsAFileWithAStep() {
    assertThat(Companions.of(everything().built()))
        .allSatisfy(name ->
            assertThat(Files.readString(Path.of("src/main/bash", name)))
                .containsPattern("(?m)^" + name + "_(prepare|begin|up|lost|down)\\(\\) \\{$"));
  }
}
