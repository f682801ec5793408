package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.LoopbackServer;
import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.walls.Escape;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Undefended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real Claude Code in the sandbox, with a model that asks for what the test needs. */
class ClaudeAtWorkIT {

  private final RealAgent claude = RealAgent.claude();
  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void install() {
    claude.install(world);
  }

  @AfterEach
  void closeTheWorld() {
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
    try (ModelStub model =
        MessagesApiStub.asking(
            "cat README.md",
            "echo 'One more line.' >> README.md && git status --short",
            "git checkout -qb topic && git commit -qam 'Say more' && git log -1 --format='%an %s'")) {

      assertThat(work(model)).succeeded().outIs(ModelStub.FAREWELL);

      assertThat(model.commandResults())
          .containsExactly("# A project", " M README.md", "Ada Person Say more");
    }
    assertThat(world.run("git", "log", "-1", "--format=%an <%ae> %s", "topic"))
        .succeeded()
        .outIs("Ada Person <ada@example.org> Say more");
    assertThat(world.run("cat", "README.md")).outContains("One more line.");
    assertThat(world.run("git", "status", "--porcelain")).succeeded().outIs("");
  }

  @Test
  void nothingPrivateComesBackWhateverTheModelAsks() {
    Probes probes = Probes.of(world);
    try (ModelStub model = MessagesApiStub.asking(probes.asArray())) {
      assertThat(work(model)).succeeded().outIs(ModelStub.FAREWELL);
      probes.assertNothingCameBackTo(model);
    }
  }

  /** Attacks 1 to 5: the same tool calls, with the walls and without them. */
  @Test
  void noMaskIsMovedAwayWhateverTheModelAsks() {
    assertThat(
            world.shell(
                """
                set -e
                mkdir -p cfg .github ~/.config/sandboxed/profiles
                echo canary-of-key >cfg/prod.pem; echo 'on: push' >.github/ci.yml
                """))
        .succeeded();
    String[] options = {"--deny=cfg/prod.pem", "--protect=.github", "--write=~/.config"};
    String[] wishes = {
      "perl -e \"$ESCAPE\" read .env",
      "perl -e \"$ESCAPE\" read cfg/prod.pem",
      "perl -e \"$ESCAPE\" write .git hooks/pre-commit 'echo canary'",
      "perl -e \"$ESCAPE\" write .github ci.yml 'echo canary'",
      "cd ~/.config; perl -e \"$ESCAPE\" write sandboxed profiles/more.toml 'echo canary'",
    };
    List<Path> written =
        List.of(
            world.project().resolve(".git/hooks/pre-commit"),
            world.project().resolve(".github/ci.yml"),
            world.home().resolve(".config/sandboxed/profiles/more.toml"));
    String[] words = {"-p", "Please.", "--dangerously-skip-permissions"};
    try (ModelStub model = MessagesApiStub.asking(wishes)) {
      assertThat(launch(model, options).with(words).outcome()).succeeded();
      assertThat(model.commandResults())
          .hasSize(wishes.length)
          .allSatisfy(said -> assertThat(said).contains("unshare: error 1"));
      assertThat(world.shell("cat \"$@\"", names(written))).outLacks("canary");
    }
    try (ModelStub model = MessagesApiStub.asking(wishes)) {
      assertThat(
              Undefended.of(launch(model, options), words)
                  .without("--disable-userns", "--assert-userns-disabled")
                  .withoutFilter()
                  .outcome())
          .succeeded();
      assertThat(model.commandResults().get(0)).contains(world.envSecret());
      assertThat(model.commandResults().get(1)).contains("canary-of-key");
      assertThat(written).allSatisfy(file -> assertThat(file).content().contains("echo canary"));
    }
  }

  @Test
  void theApiKeyReachesTheAgent() {
    try (ModelStub model = MessagesApiStub.asking()) {
      assertThat(work(model)).succeeded();
      assertThat(model.requests())
          .filteredOn(request -> request.path().equals("/v1/messages"))
          .extracting(LoopbackServer.Request::apiKey)
          .containsOnly("the-key");
    }
  }

  /** Lets Claude do what {@code model} asks for, without a person in between. */
  private Outcome work(ModelStub model) {
    return launch(model).with("-p", "Please.", "--dangerously-skip-permissions").outcome();
  }

  private static String[] names(List<Path> files) {
    return files.stream().map(Path::toString).toArray(String[]::new);
  }

  private Launch launch(ModelStub model, String... options) {
    Profiles.reach(world, model);
    world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
    world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return Launch.quietly(world).with(options).with(Escape.OPTION, "claude");
  }
}
