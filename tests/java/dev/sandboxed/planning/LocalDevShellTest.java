package dev.sandboxed.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.source.ReadSet;
import dev.sandboxed.nix.source.SourceTree;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.Content;
import dev.sandboxed.state.DevShells;
import dev.sandboxed.state.Subject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a dev shell of this machine may be used. Nix is not reached: there is none to be found. */
class LocalDevShellTest {

  @TempDir Path temporary = Path.of("");

  private Path project = Path.of("");
  private Path state = Path.of("");
  private LocalFlake flake = new LocalFlake(Path.of("/"), "", "");

  @BeforeEach
  void flake() {
    project = Disk.directory(temporary.resolve("project"));
    state = Disk.directory(temporary.resolve("state"));
    flake = new LocalFlake(project, "", "");
    Disk.file(project.resolve("flake.nix"), "{ }\n");
    Disk.file(project.resolve("lib/one.nix"), "1\n");
  }

  @Test
  void oneThatNobodyAllowedIsRefusedWithWhatToDo() {
    assertThat(Refusals.textsOf(() -> shell().json()))
        .containsExactly(
            "the dev shell "
                + project
                + "#default was never allowed\n  look at what it is made of, and allow it: sandboxed"
                + " allow "
                + project);
  }

  @Test
  void everyFileThatChangedSinceIsNamed() {
    allow("flake.nix", "lib/one.nix", "absent.nix");
    Disk.file(project.resolve("lib/one.nix"), "2\n");
    Disk.file(project.resolve("absent.nix"), "{ }\n");
    assertThat(Refusals.textsOf(() -> shell().json()))
        .singleElement()
        .asString()
        .contains("is not what you allowed: absent.nix, lib/one.nix have changed since");
  }

  @Test
  void ofManyFilesThatChangedOnlySomeAreNamed() {
    allow("flake.nix", "a", "b", "c", "d", "e", "f", "g");
    List.of("a", "b", "c", "d", "e", "f", "g")
        .forEach(name -> Disk.file(project.resolve(name), ""));
    assertThat(Refusals.textsOf(() -> shell().json()))
        .singleElement()
        .asString()
        .contains("a, b, c, d, e and 2 more have changed since");
  }

  @Test
  void whatWasEvaluatedBeforeIsUsedAgainAsLongAsNothingChanged() {
    SortedMap<String, String> marks = allow("flake.nix", "lib/one.nix");
    String inputs = Content.digest(Map.of(subject(), new Content(marks, new TreeMap<>())));
    new DevShells(ThisMachine.INQUIRY, state)
        .get(
            new DevShells.Key(project, flake.shown(), inputs),
            root -> {
              Disk.link(root, temporary.toString());
              return "{\"stored\": true}";
            });
    assertThat(shell().json()).isEqualTo("{\"stored\": true}");
    Disk.file(project.resolve("flake.nix"), "{ more = true; }\n");
    assertThat(Refusals.codesOf(() -> shell().json())).containsExactly("devshell.changed");
  }

  @Test
  void whatIsAllowedAlreadyIsShownWithoutAnEvaluation() {
    SortedMap<String, String> marks = allow("flake.nix", "lib/one.nix");
    Approvable same = shell().approvable(sources -> {});
    assertThat(same.content().marks()).isEqualTo(marks);
    assertThat(same.remarks()).isEmpty();
    Disk.file(project.resolve("flake.nix"), "{ more = true; }\n");
    // It would have to be evaluated, and where bubblewrap is asked for, that begins.
    assertThat(Refusals.codesOf(() -> shell().approvable(sources -> {})))
        .containsExactly("test.nix-is-wanted");
  }

  private SortedMap<String, String> allow(String... paths) {
    SortedMap<String, String> marks = SourceTree.marks(flake, ReadSet.at(List.of(paths)));
    new Approvals(ThisMachine.INQUIRY, state)
        .allow(project, subject(), new Content(marks, new TreeMap<>()), Instant.EPOCH);
    return marks;
  }

  private Subject subject() {
    return new Subject("dev-shell", flake.shown());
  }

  private LocalDevShell shell() {
    Path nix = Disk.program(temporary.resolve("bin/nix"), "#!/bin/sh\nexit 1\n");
    return new LocalDevShell(
        flake,
        new NixAccess(
            new HostProbe(
                ThisMachine.with(
                    Map.of(
                        "PATH", nix.resolveSibling("").toString(), "HOME", temporary.toString()))),
            new Silence(),
            project,
            LocalDevShellTest::wanted),
        ThisMachine.INQUIRY,
        state);
  }

  private static Path wanted() {
    throw new UserFailure(Problem.of("test.nix-is-wanted", "", ""));
  }

  private static final class Silence implements Audience {
    @Override
    public void say(String message) {}

    @Override
    public boolean terminal() {
      return false;
    }
  }
}
