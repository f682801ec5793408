package dev.sandboxed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must not pass as the plan that a person knows. */
class PlanDigestTest {

  private static final Origin TEST = new Origin.BuiltIn("test");
  private static final Path SHOP = Path.of("/home/ana/work/shop");

  static Stream<UnaryOperator<Plans>> changes() {
    return Stream.of(
        plans -> plans.mounts(new MountStep.WritableBind(SHOP, SHOP, TEST)),
        plans -> plans.mounts(new MountStep.ReadOnlyBind(Path.of("/other"), SHOP, TEST)),
        plans -> plans.mounts(new MountStep.ReadOnlyBind(SHOP, SHOP, new Origin.Host("why"))),
        plans -> plans.environment(new Variable.Pass("A*", TEST)),
        plans -> plans.environment(new Variable.Set("A", "2", TEST)),
        plans -> plans.passing("A", "B"),
        plans -> plans.files(Map.of("hosts", "10.0.0.1 shop\n")),
        plans -> plans.remarks(List.of(Remark.of("another", "remark"))),
        plans -> plans.remarks(List.of()),
        plans -> plans.covering(),
        plans -> plans.offline(),
        plans -> plans.internet(new InternetTier().reach("10.0.0.1:1")),
        plans -> plans.internet(new InternetTier().reach("10.0.0.1:2")),
        plans -> plans.internet(new InternetTier().reach("10.0.0.1:1").blocked("10.1.0.0/16", "b")),
        plans -> plans.internet(new InternetTier().publish("8080")),
        plans -> plans.nesting(),
        plans -> plans.store(1, 2),
        plans -> plans.tellingChanges());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void anotherPlanHasAnotherDigest(UnaryOperator<Plans> change) {
    assertThat(digest(change.apply(base()))).isNotEqualTo(digest(base()));
  }

  @Test
  void anotherCommandGivesNothing() {
    assertThat(digest(base().command("/usr/bin/other", "word"))).isEqualTo(digest(base()));
  }

  private static Plans base() {
    return new Plans()
        .mounts(new MountStep.ReadOnlyBind(SHOP, SHOP, TEST))
        .environment(new Variable.Set("A", "1", TEST))
        .passing("A")
        .remarks(List.of(Remark.of("a", "remark")))
        .covering(new KernelPath.HiddenFile(Path.of("/proc/keys"), TEST));
  }

  private static String digest(Plans plans) {
    return PlanDigest.ofGrants(plans.built(), PlanDirectoryTest.TOOLS_OF_NETWORK);
  }
}
