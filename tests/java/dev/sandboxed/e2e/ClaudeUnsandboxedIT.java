package dev.sandboxed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the sandbox is for. Were this not so, the tests of the sandbox would prove nothing. */
class ClaudeUnsandboxedIT {

  @Test
  void bareClaudeReadsThePrivateKeyAndTheProjectsSecretsForAnyModelThatAsks() {
    try (HostWorld world = HostWorld.create();
        MessagesApiStub model = MessagesApiStub.asking("cat ~/.ssh/id_rsa", "cat .env")) {
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "x");

      Outcome outcome =
          world.run(
              RealAgent.claude().program().toString(),
              "-p",
              "hi",
              "--dangerously-skip-permissions");

      OutcomeAssert.assertThat(outcome).succeeded().outIs(MessagesApiStub.FAREWELL);
      assertThat(model.toolResults()).hasSize(2);
      assertThat(model.toolResults().get(0)).contains(world.sshKey());
      assertThat(model.toolResults().get(1)).contains(world.envSecret());
      assertThat(model.systemPrompt()).contains("Claude");
    }
  }
}
