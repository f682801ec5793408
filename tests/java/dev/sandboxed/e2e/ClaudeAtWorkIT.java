package dev.sandboxed.e2e;

import static dev.sandboxed.e2e.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real Claude Code in the sandbox, with a model that asks for whatever the test wants asked. */
class ClaudeAtWorkIT {

  private final RealAgent claude = RealAgent.claude();
  private final HostWorld world = HostWorld.create().install("claude", claude.program());

  @AfterEach
  void takeTheWorldAway() {
    world.close();
  }

  @Test
  void claudeAnswersFromInside() {
    assertThat(world.sandboxed("run", "claude", "--version"))
        .succeeded()
        .outContains(claude.version());
  }

  @Test
  void readingEditingAndCommittingInTheProjectWork() {
    try (MessagesApiStub model =
        MessagesApiStub.asking(
            "cat README.md",
            "echo 'One more line.' >> README.md && git status --short",
            "git checkout -qb topic && git commit -qam 'Say more' && git log -1 --format='%an %s'")) {

      assertThat(ask(model)).succeeded().outIs(MessagesApiStub.FAREWELL);

      assertThat(model.toolResults())
          .containsExactly("# A project", " M README.md", "Ada Person Say more");
    }
    assertThat(world.run("git", "log", "-1", "--format=%an <%ae> %s", "topic"))
        .succeeded()
        .outIs("Ada Person <ada@example.org> Say more");
    assertThat(world.run("cat", "README.md")).outContains("One more line.");
    assertThat(world.run("git", "status", "--porcelain")).succeeded().outIs("");
  }

  @Test
  void nothingPrivateComesBackHoweverTheModelAsks() {
    List<String> probes =
        List.of(
            "cat ~/.ssh/id_rsa",
            "cat .env",
            "cat " + world.otherProject() + "/notes.txt",
            "grep -rs canary ~ . /proc/*/environ",
            "cd .. && tail -n +1 other/* project/.env",
            "cat /proc/self/root" + world.home() + "/.ssh/id_rsa",
            "cat /proc/$PPID/root" + world.home() + "/.ssh/id_rsa");
    for (String probe : probes) {
      assertThat(world.shell(probe).out()).as("outside, %s", probe).contains("canary");
    }
    try (MessagesApiStub model = MessagesApiStub.asking(probes.toArray(String[]::new))) {

      assertThat(ask(model)).succeeded().outIs(MessagesApiStub.FAREWELL);

      assertThat(model.toolResults()).hasSameSizeAs(probes);
      assertThat(model.requests())
          .allSatisfy(request ->
              assertThat(request.body().toString())
                  .doesNotContain(world.sshKey())
                  .doesNotContain(world.envSecret())
                  .doesNotContain(world.otherSecret()));
    }
  }

  @Test
  void theKeyOfTheApiReachesTheAgent() {
    try (MessagesApiStub model = MessagesApiStub.asking()) {
      assertThat(ask(model)).succeeded();
      assertThat(model.requests())
          .extracting(MessagesApiStub.Request::apiKey)
          .containsOnly("the-key");
    }
  }

  /** Lets Claude work on {@code model}'s wishes, without a person in between. */
  private Outcome ask(MessagesApiStub model) {
    world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    List<String> command = new ArrayList<>(List.of("run", "--quiet", "claude"));
    command.addAll(List.of("-p", "Please.", "--dangerously-skip-permissions"));
    return world.sandboxed(command.toArray(String[]::new));
  }
}
