package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Undefended;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent cannot make its own sandbox inside this one, so its definition switches it off. */
class InnerSandboxIT {

  private static final String[] WORDS = {"-p", "Please.", "--dangerously-skip-permissions"};

  private final RealAgent claude = RealAgent.claude();
  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void claudeWorksEvenIfThePersonHasTurnedItsOwnOn() {
    claude.install(world);
    assertThat(
            world.shell(
                "mkdir -p ~/.claude && echo '{\"sandbox\": {\"enabled\": true}}' >~/.claude/settings.json"))
        .succeeded();
    try (ModelStub model = MessagesApiStub.asking("echo it works")) {
      assertThat(launch(model).with(WORDS).outcome()).succeeded();
      assertThat(model.commandResults()).containsExactly("it works");
    }
    try (ModelStub model = MessagesApiStub.asking("echo it works")) {
      Undefended asThePersonHasIt = Undefended.of(launch(model), WORDS);
      String program = asThePersonHasIt.file("command").split("\0", -1)[0];

      assertThat(asThePersonHasIt.with("command", List.of(program)).outcome()).succeeded();
      assertThat(model.commandResults()).singleElement().asString().contains("bwrap: ");
    }
  }

  private Launch launch(ModelStub model) {
    Profiles.reach(world, model);
    world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return Launch.quietly(world).with("claude");
  }
}
