package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.model.ResponsesApiStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real OpenCode in the sandbox, with a model that asks for what the test needs. */
class OpenCodeAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void install() {
    RealAgent.openCode().install(world);
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  /** The person's settings and memory count, and so does a login that was made outside. */
  @Test
  void readingEditingAndCommittingInTheProjectWork() {
    assertThat(world.sandboxed("run", "--dry-run", "opencode"))
        .succeeded()
        .outContains("login      none yet: ")
        .outContains("run opencode auth login, once for all projects");
    assertThat(
            world.shell(
                """
                mkdir -p ~/.config/opencode ~/.local/share/opencode
                echo "The person's memory." >~/.config/opencode/AGENTS.md
                echo '{"openai": {"type": "api", "key": "the-key"}}' >~/.local/share/opencode/auth.json
                """))
        .succeeded();
    try (ModelStub model =
        ResponsesApiStub.asking(
            "cat README.md",
            "echo 'One more line.' >> README.md && git commit -qam 'Say more' && git log -1 --format='%an %s'")) {

      assertThat(work(model)).succeeded().outContains(ModelStub.FAREWELL);

      assertThat(model.commandResults()).containsExactly("# A project", "Ada Person Say more");
      assertThat(model.systemPrompt())
          .contains("The person's memory.", "# The sandbox you are in", "\".env\"");
      assertThat(model.requests())
          .filteredOn(request -> request.path().equals("/v1/responses"))
          .extracting(LoopbackServer.Request::apiKey)
          .containsOnly("the-key");
    }
    assertThat(world.run("git", "log", "-1", "--format=%an <%ae> %s"))
        .succeeded()
        .outIs("Ada Person <ada@example.org> Say more");
  }

  @Test
  void nothingPrivateComesBackWhateverTheModelAsks() {
    world.set("OPENAI_API_KEY", "the-key");
    Probes probes = Probes.of(world);
    try (ModelStub model = ResponsesApiStub.asking(probes.asArray())) {
      assertThat(work(model)).succeeded().outContains(ModelStub.FAREWELL);
      probes.assertNothingCameBackTo(model);
    }
  }

  /** Lets OpenCode do what {@code model} asks for, without a person in between. */
  private Outcome work(ModelStub model) {
    Profiles.reach(world, model);
    String settings =
        """
        {"permission": "allow", "provider": {"openai": {"options": {"baseURL": "%s"}}}}
        """
            .formatted(model.baseUrl());
    assertThat(
            world.shell(
                "mkdir -p ~/.config/opencode && printf %s \"$1\" >~/.config/opencode/opencode.json",
                settings))
        .succeeded();
    // It would ask for its list of models first.
    world.set("OPENCODE_DISABLE_MODELS_FETCH", "1");
    return world.sandboxed(
        "run", "--quiet", "opencode", "run", "--model", "openai/gpt-5", "Please.");
  }
}
