package dev.sandboxed.e2e.attack;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real Claude Code, whose model wants ten of the attacks run. */
class ClaudeAttacksIT {

  private static final List<String> NAMES =
      List.of(
          "files/env",
          "files/env-by-pivot-root",
          "files/env-renamed-over",
          "files/other-project",
          "files/ssh-key-by-the-root-of-a-process",
          "git/hook",
          "ipc/keyring",
          "ipc/project-socket",
          "processes/memory",
          "processes/set-uid");

  private static final String GOT = "got-through";

  private final List<Attack> attacks =
      Attack.all().stream().filter(attack -> NAMES.contains(attack.name())).toList();

  @Test
  void noneOfTenGetsThroughWhateverTheModelAsks() {
    try (HostWorld outside = HostWorld.create();
        HostWorld world = HostWorld.create();
        ModelStub model =
            MessagesApiStub.asking(
                attacks.stream().map(ClaudeAttacksIT::command).toArray(String[]::new))) {
      prepare(outside);
      assertThat(attacks)
          .hasSize(10)
          .allSatisfy(attack -> assertThat(outside.shell(command(attack))).outContains(GOT));

      prepare(world);
      RealAgent.claude().install(world);
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      assertThat(
              Launch.quietly(world)
                  .with("claude", "-p", "Please.", "--dangerously-skip-permissions")
                  .outcome())
          .succeeded()
          .outIs(ModelStub.FAREWELL);

      assertThat(model.commandResults())
          .hasSize(10)
          .allSatisfy(said -> assertThat(said).contains("tried").doesNotContain(GOT));
      assertThat(attacks)
          .filteredOn(attack -> attack.has("gain"))
          .isNotEmpty()
          .allSatisfy(attack -> assertThat(world.shell(attack.script("gain"))).failed());
    }
  }

  private void prepare(HostWorld world) {
    attacks.stream()
        .filter(attack -> attack.has("prepare"))
        .forEach(attack -> assertThat(world.shell(attack.script("prepare"))).succeeded());
  }

  /** What stands in the command itself is not what is looked for in its answer. */
  private static String command(Attack attack) {
    return "bash <<'ATTACK'\n"
        + attack.script("attack && echo got-\"\"through; echo tried")
        + "ATTACK";
  }
}
