package dev.sandboxed.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.InternetTier;
import dev.sandboxed.fixture.Policies;
import dev.sandboxed.isolation.Namespace;
import dev.sandboxed.problem.Located;
import dev.sandboxed.seccomp.RefusedCalls;
import dev.sandboxed.seccomp.Rule;
import org.junit.jupiter.api.Test;

class IsolationTest {

  private static Isolation of(Policies policy) {
    return Isolation.of(policy.built());
  }

  @Test
  void aNetworkOfItsOwnIsMadeOnlyWhereItIsToBeEmpty() {
    assertThat(of(new Policies().offline()).namespaces())
        .extracting(Located::value)
        .containsExactly(Namespace.values());
    assertThat(of(new Policies()).namespaces())
        .extracting(Located::value)
        .doesNotContain(Namespace.NETWORK);
    assertThat(of(new Policies().internet(new InternetTier())).namespaces())
        .extracting(Located::value)
        .doesNotContain(Namespace.NETWORK);
  }

  @Test
  void whoAllowsUserNamespacesIsTheReasonForTheFilterToo() {
    Isolation isolation = of(new Policies().nesting("profile web, web.toml:2:1"));

    assertThat(isolation.nestedUserNamespaces().value()).isTrue();
    assertThat(isolation.systemCalls().value()).isEqualTo(RefusedCalls.of(true));
    assertThat(isolation.systemCalls().origin().describe()).isEqualTo("profile web, web.toml:2:1");
  }

  @Test
  void everyRefusedCallHasAReason() {
    assertThat(of(new Policies()).systemCalls().value()).extracting(Rule::why).doesNotContain("");
    assertThat(of(new Policies()).capabilities().value()).isEmpty();
  }
}
