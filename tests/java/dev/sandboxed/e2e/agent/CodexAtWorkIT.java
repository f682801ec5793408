package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.model.ResponsesApiStub;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real Codex in the sandbox, with a model that asks for what the test needs. */
class CodexAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void install() {
    RealAgent.codex().install(world);
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  /** Its own sandbox is off, or no command would run; the person's settings and memory count. */
  @Test
  void readingEditingAndCommittingInTheProjectWork() {
    assertThat(
            world.shell("mkdir -p ~/.codex && echo \"The person's memory.\" >~/.codex/AGENTS.md"))
        .succeeded();
    try (ModelStub model =
        ResponsesApiStub.asking(
            "cat README.md",
            "echo 'One more line.' >> README.md && git commit -qam 'Say more' && git log -1 --format='%an %s'",
            "head -n 1 /SANDBOX.md")) {

      assertThat(work(model)).succeeded().outContains(ModelStub.FAREWELL);

      assertThat(model.commandResults())
          .containsExactly("# A project", "Ada Person Say more", "# The sandbox you are in");
      assertThat(model.systemPrompt()).contains("/SANDBOX.md");
      assertThat(model.context()).contains("The person's memory.");
      assertThat(model.requests())
          .filteredOn(request -> request.path().equals("/v1/responses"))
          .extracting(LoopbackServer.Request::apiKey)
          .containsOnly("the-key");
    }
    assertThat(world.run("git", "log", "-1", "--format=%an <%ae> %s"))
        .succeeded()
        .outIs("Ada Person <ada@example.org> Say more");
  }

  /** It renames a new file over its login, and takes an empty object for one. */
  @Test
  void aLoginThatIsMadeInsideIsThereInEveryProject() {
    String login = " \"$1\" run --quiet --project \"$2\" codex login ";
    String sandboxed = Checkout.program("sandboxed").toString();
    String project = world.project().toString();
    String other = world.otherProject().toString();
    assertThat(world.sandboxed("run", "--dry-run", "codex"))
        .succeeded()
        .outContains("login      none yet: ")
        .outContains("run codex login --device-auth, once for all projects");
    assertThat(world.shell(login + "status", sandboxed, other))
        .exitedWith(1)
        .errContains("Not logged in");
    for (String key : List.of("sk-first", "sk-second")) {
      assertThat(world.shell("echo " + key + " |" + login + "--with-api-key", sandboxed, project))
          .succeeded();
    }
    assertThat(world.shell(login + "status", sandboxed, other))
        .succeeded()
        .errContains("API key configured");
    assertThat(
            world.sandboxed(
                "run",
                "--quiet",
                "--project",
                other,
                "codex",
                "--shell",
                "-c",
                "cat ~/.codex/auth.json"))
        .succeeded()
        .outContains("sk-second");
  }

  @Test
  void nothingPrivateComesBackWhateverTheModelAsks() {
    Probes probes = Probes.of(world);
    try (ModelStub model = ResponsesApiStub.asking(probes.asArray())) {
      assertThat(work(model)).succeeded().outContains(ModelStub.FAREWELL);
      probes.assertNothingCameBackTo(model);
    }
  }

  /** Lets Codex do what {@code model} asks for, without a person in between. */
  private Outcome work(ModelStub model) {
    Profiles.reach(world, model);
    world.set("OPENAI_API_KEY", "the-key");
    String settings =
        """
        model = "gpt-5"
        model_provider = "stub"
        [model_providers.stub]
        name = "stub"
        base_url = "%s"
        wire_api = "responses"
        env_key = "OPENAI_API_KEY"
        """
            .formatted(model.baseUrl());
    assertThat(world.shell("mkdir -p ~/.codex && printf %s \"$1\" >~/.codex/config.toml", settings))
        .succeeded();
    return world.sandboxed("run", "--quiet", "codex", "exec", "Please.");
  }
}
