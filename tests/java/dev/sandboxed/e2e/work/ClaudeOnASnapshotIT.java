package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real Claude Code works on a snapshot, and the person takes over a part of it. */
class ClaudeOnASnapshotIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  @Test
  void whatClaudeDidIsTakenOverInParts() {
    RealAgent.claude().install(world);
    try (ModelStub model =
        MessagesApiStub.asking(
            "echo '# Shop' >README.md && mkdir src && echo good >src/good && echo bad >src/bad",
            "git add src/good && git commit -qm 'A good file' && git log -1 --format=%s")) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");

      assertThat(
              world.sandboxed(
                  "run",
                  "--quiet",
                  "--snapshot",
                  "claude",
                  "-p",
                  "Please.",
                  "--dangerously-skip-permissions"))
          .succeeded()
          .outIs(ModelStub.FAREWELL)
          .errContains("sandboxed: snapshot 1: 2 added, 1 changed");

      assertThat(model.commandResults()).last().asString().contains("A good file");
    }
    assertThat(world.shell("cat README.md; ls src; git log --format=%s | grep good"))
        .outIs("# A project");

    assertThat(world.sandboxed("apply", "src/good")).succeeded();
    assertThat(world.shell("cat README.md src/good; ls src")).outIs("# A project\ngood\ngood");
    assertThat(world.sandboxed("apply", ".git")).succeeded();
    assertThat(world.shell("git log -1 --format=%s refs/sandboxed/1/heads/main"))
        .outIs("A good file");
    assertThat(world.sandboxed("undo")).succeeded();
    assertThat(world.shell("ls src")).failed();
    assertThat(world.sandboxed("apply", "README.md")).succeeded();
    assertThat(world.shell("cat README.md; ls | grep -cx src")).outIs("# Shop\n0");
  }
}
