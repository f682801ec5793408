package dev.sandboxed.planning;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.Provided;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.policy.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be answered without Nix is, and what was not asked for is not looked for. */
class StoreQuestionsTest {

  private static final StorePath BASH = new StorePath("/nix/store/" + "a".repeat(32) + "-bash");
  private static final StorePath LIBRARY =
      new StorePath("/nix/store/" + "b".repeat(32) + "-library");

  private final Machine machine =
      Machine.withUsr()
          .provided(
              new Provided(
                  Map.of(), List.of(), List.of(Path.of(BASH.path()), Path.of(LIBRARY.path())), 11));

  @Test
  void nothingIsAskedWhereTheSettingsWantNothing() {
    assertThat(questions(Map.of()).answers(settings(layer("mine")), List::of))
        .isEqualTo(NixAnswers.NONE);
  }

  @Test
  void theActiveDevShellIsTakenFromTheEnvironment() {
    NixAnswers answers =
        questions(Map.of("IN_NIX_SHELL", "pure", "TOOL", BASH.path(), "SECRET", "s3cret"))
            .answers(settings(layer("mine").devShell(true).devShell("env")), List::of);
    assertThat(answers.devShell().orElseThrow().variables())
        .extracting(variable -> variable.name())
        .containsExactly("IN_NIX_SHELL", "TOOL");
  }

  @Test
  void withoutAnActiveDevShellThatIsSaid() {
    assertThat(
            Refusals.codesOf(() ->
                questions(Map.of())
                    .answers(settings(layer("mine").devShell(true).devShell("env")), List::of)))
        .hasSize(1);
  }

  @Test
  void theClosureOfWhatTheLauncherBringsAlongIsKnown() {
    assertThat(questions(Map.of()).closure(List.of(BASH)))
        .isEqualTo(new StoreClosure(List.of(BASH, LIBRARY), 11));
  }

  private Settings settings(Layers profile) {
    return new LayerStack(Layers.agent(), List.of(profile.profile()), List.of(), List.of())
        .policy(machine.facts(), machine.repository(), machine.followed(), machine.editors())
        .settings();
  }

  private StoreQuestions questions(Map<String, String> environment) {
    return new StoreQuestions(
        new HostProbe(ThisMachine.with(environment)),
        machine.facts(),
        new Audience() {
          @Override
          public void say(String message) {}

          @Override
          public boolean terminal() {
            return false;
          }
        });
  }
}
