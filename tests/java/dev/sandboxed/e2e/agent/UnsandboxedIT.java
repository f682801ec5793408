package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.GeminiApiStub;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Where;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sandbox is for. If this were not so, the tests of the sandbox would prove nothing. */
class UnsandboxedIT {

  private static final String[] PROBES = {"cat ~/.ssh/id_rsa", "cat .env"};

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void bareClaudeReadsThePrivateKeyAndTheProjectsSecretsForAnyModelThatAsks() {
    RealAgent.claude().install(world);
    try (ModelStub model = MessagesApiStub.asking(PROBES)) {
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "x");
      assertThat(world.run("claude", "-p", "Please.", "--dangerously-skip-permissions"))
          .succeeded()
          .outIs(ModelStub.FAREWELL);
      assertTheSecretsCameBack(model);
      assertThat(model.systemPrompt()).contains("Claude");
    }
  }

  @Test
  void soDoesBareGemini() {
    RealAgent.gemini().install(world, Where.BARE, "settings.json", GeminiAtWorkIT.SETTINGS);
    try (ModelStub model = GeminiApiStub.asking(PROBES)) {
      world.set("GOOGLE_GEMINI_BASE_URL", model.baseUrl()).set("GEMINI_API_KEY", "x");
      assertThat(
              world.run(
                  "gemini", "-m", GeminiApiStub.MODEL, "--approval-mode=yolo", "-p", "Please."))
          .succeeded()
          .outContains(ModelStub.FAREWELL);
      assertTheSecretsCameBack(model);
      assertThat(model.systemPrompt()).contains("CLI agent");
    }
  }

  private void assertTheSecretsCameBack(ModelStub model) {
    assertThat(model.commandResults()).hasSize(2);
    assertThat(model.commandResults().get(0)).contains(world.sshKey());
    assertThat(model.commandResults().get(1)).contains(world.envSecret());
  }
}
