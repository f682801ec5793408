package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.GeminiApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Where;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real Gemini CLI in the sandbox, with a model that asks for what the test needs. */
class GeminiAtWorkIT {

  /** How to log in, and that the project is trusted, about which it otherwise asks a person. */
  static final String SETTINGS =
      """
      {"security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": false}}}
      """;

  private final RealAgent gemini = RealAgent.gemini();
  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void install() {
    gemini.install(world, Where.SANDBOXED, "settings.json", SETTINGS);
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void geminiAnswersFromInside() {
    assertThat(world.sandboxed("run", "gemini", "--version"))
        .succeeded()
        .outContains(gemini.version());
  }

  @Test
  void readingEditingAndCommittingInTheProjectWork() {
    // Sandboxed or not, Gemini CLI keeps git's global configuration from the commands it runs.
    String commit = "unset GIT_CONFIG_GLOBAL; git commit -qam 'Say more'";
    try (ModelStub model =
        GeminiApiStub.asking("cat README.md", "echo 'One more line.' >> README.md; " + commit)) {

      assertThat(work(model)).succeeded().outContains(ModelStub.FAREWELL);

      assertThat(model.commandResults()).hasSize(2);
      assertThat(model.commandResults().get(0)).contains("# A project");
      assertThat(model.commandResults().get(1)).doesNotContain("fatal");
    }
    assertThat(world.run("git", "log", "-1", "--format=%an <%ae> %s"))
        .succeeded()
        .outIs("Ada Person <ada@example.org> Say more");
    assertThat(world.run("cat", "README.md")).outContains("One more line.");
  }

  @Test
  void nothingPrivateComesBackWhateverTheModelAsks() {
    Probes probes = Probes.of(world);
    try (ModelStub model = GeminiApiStub.asking(probes.asArray())) {
      assertThat(work(model)).succeeded().outContains(ModelStub.FAREWELL);
      probes.assertNothingCameBackTo(model);
    }
  }

  /** Lets Gemini do what {@code model} asks for, without a person in between. */
  private Outcome work(ModelStub model) {
    Profiles.reach(world, model);
    world.set("GOOGLE_GEMINI_BASE_URL", model.baseUrl()).set("GEMINI_API_KEY", "the-key");
    return world.sandboxed(
        "run",
        "--quiet",
        "gemini",
        "-m",
        GeminiApiStub.MODEL,
        "--approval-mode=yolo",
        "-p",
        "Please.");
  }
}
