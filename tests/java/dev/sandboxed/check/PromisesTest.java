package dev.sandboxed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.check.Attempt.Kind;
import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Plans;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.seccomp.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is tried follows from the plan. */
class PromisesTest {

  private static final Origin WHY = new Origin.BuiltIn("a rule");

  private static final Path HOME = Path.of("/home/ada");
  private static final Path PROJECT = HOME.resolve("shop");
  private static final Path MASKED = PROJECT.resolve(".env");
  private static final Path HOOKS = PROJECT.resolve(".git/hooks");
  private static final Path OTHER = HOME.resolve("other");

  private static final List<MountStep> MOUNTS =
      List.of(
          new MountStep.Tmpfs(HOME, 0755, WHY),
          new MountStep.WritableBind(PROJECT, PROJECT, WHY),
          new MountStep.MaskedFile(MASKED, true, WHY),
          new MountStep.ReadOnlyBind(HOOKS, HOOKS, WHY));

  private static final Outside OUTSIDE =
      new Outside(
          new Outside.Canaries(
              HOME.resolve("canary"),
              Path.of("/tmp/canary"),
              HOME.resolve("canary"),
              8000,
              Optional.of("name"),
              "CANARY"),
          List.of(OTHER, PROJECT.resolve("README.md")),
          false,
          Set.of(MASKED),
          Map.of(),
          Set.of(MASKED, HOOKS),
          Set.of(HOOKS),
          List.of(Path.of("/run/docker.sock")),
          List.of("pid:[1]", "net:[2]", "mnt:[3]"),
          Map.of("c0a80114", "this machine, as 192.168.1.20"),
          Set.of("CANARY", "PATH"));

  private static List<String> tried(SandboxPlan plan, String promise) {
    return Promises.of(plan, OUTSIDE, Architecture.X86_64).stream()
        .filter(one -> one.name().equals(promise))
        .flatMap(one -> one.attempts().stream())
        .map(attempt -> attempt.what() + " " + attempt.inside())
        .toList();
  }

  private static SandboxPlan offline() {
    return new Plans().mounts(MOUNTS).offline().built();
  }

  @Test
  void whatNothingGrantsIsLookedFor() {
    assertThat(tried(offline(), "hidden"))
        .containsExactly("SEE /home/ada/canary", "SEE /tmp/canary", "SEE /home/ada/other");
  }

  @Test
  void whatIsMaskedIsRead() {
    assertThat(tried(offline(), "masked")).containsExactly("READ " + MASKED);
  }

  @Test
  void whatIsProtectedIsWrittenAndRenamedAndWhatIsMaskedIsRenamed() {
    assertThat(tried(offline(), "protected"))
        .containsExactly("MOVE " + MASKED, "CREATE " + HOOKS, "MOVE " + HOOKS);
  }

  @Test
  void nothingIsRenamedOutside() {
    assertThat(Promises.of(offline(), OUTSIDE, Architecture.X86_64))
        .flatMap(Promise::attempts)
        .filteredOn(one -> Set.of(Kind.MOVE, Kind.CREATE, Kind.APPEND).contains(one.what()))
        .allMatch(attempt -> attempt.outside().startsWith("/home/ada/canary"));
  }

  @Test
  void everyRefusedCallOfThisArchitectureIsMade() {
    SandboxPlan plan = offline();

    assertThat(tried(plan, "calls"))
        .hasSize(
            (int)
                plan.isolation().systemCalls().value().stream()
                    .filter(rule -> rule.call().number(Architecture.X86_64).isPresent())
                    .count())
        // add_key, EPERM; kill, EPERM, the group, SIGKILL.
        .contains("CALL 0 248 1 -1 -1 -1 -1 -1 -1", "CALL 0 62 1 0 9 -1 -1 -1 -1");
  }

  @Test
  void theNetworksAttemptsAreThoseOfItsTier() {
    assertThat(tried(offline(), "network")).containsExactly("INTERFACE ", "CONNECT c0a80114 8000");
    assertThat(tried(new Plans().mounts(MOUNTS).built(), "network")).isEmpty();
    assertThat(tried(new Plans().mounts(MOUNTS).internet(new InternetTier()).built(), "network"))
        .contains("CONNECT 0a000202 8000", "CONNECT c0a80114 8000")
        .doesNotContain("INTERFACE ");
  }

  @Test
  void abstractSocketsAreOpenInTheTierFullAlone() {
    assertThat(tried(offline(), "sockets")).contains("ABSTRACT name", "SEE /run/docker.sock");
    assertThat(tried(new Plans().mounts(MOUNTS).built(), "sockets"))
        .containsExactly("SEE /run/docker.sock");
  }

  @Test
  void wherePlansLetNamespacesThroughOnlyThoseOfMountsAreTried() {
    assertThat(tried(offline(), "nesting"))
        .containsExactly("MAKE 272 268435456", "MAKE 272 268566528");
    assertThat(tried(new Plans().mounts(MOUNTS).nesting().built(), "nesting"))
        .containsExactly("MAKE 272 268566528");
  }

  @Test
  void eachVariableThatNoRulePassesIsLookedFor() {
    assertThat(tried(offline(), "environment")).contains("VARIABLE CANARY");
  }
}
