package dev.sandboxed.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sandboxed.fixture.Plans;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanChecksTest {

  private static final Origin RULE = new Origin.BuiltIn("the rule");
  private static final String SHOP = "/home/ana/work/shop";

  @Test
  void aPlanInOrderIsFine() {
    assertThatCode(() -> check(SHOP, read("/home"), read(SHOP), masked(SHOP + "/secret")))
        .doesNotThrowAnyException();
  }

  @Test
  void aPathThatIsMountedTwiceIsRefused() {
    assertThat(refused(SHOP, read(SHOP), masked(SHOP + "/a"), read(SHOP)))
        .contains(SHOP + " is mounted twice\n  this is a bug in sandboxed");
  }

  @Test
  void aStepThatALaterOneWouldHideIsRefused() {
    assertThat(refused("/", masked(SHOP + "/a/b"), read(SHOP)))
        .containsExactly(
            SHOP
                + "/a/b would be hidden by the later mount of "
                + SHOP
                + "\n  this is a bug in sandboxed");
  }

  @Test
  void aMaskedWorkingDirectoryIsRefusedWithTheRuleThatMasksIt() {
    assertThat(refused(SHOP + "/a/b", read(SHOP), masked(SHOP + "/a")))
        .containsExactly(
            "the working directory "
                + SHOP
                + "/a/b is masked (the rule)"
                + "\n  go to another directory, or change the rule; a pattern also masks the target of a symlink that it matches");
  }

  @Test
  void aWorkingDirectoryThatIsGrantedInAMaskedOneIsFine() {
    assertThatCode(() -> check(SHOP + "/a/b", read(SHOP), masked(SHOP + "/a"), read(SHOP + "/a/b")))
        .doesNotThrowAnyException();
  }

  @Test
  void aNameThatIsNoUtf8IsRefused() {
    assertThat(refused(SHOP, read(SHOP), read(SHOP + "/\uFFFD")))
        .singleElement()
        .asString()
        .contains("is not valid UTF-8")
        .contains("(the rule)");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThat(
            Refusals.codesOf(() ->
                check(
                    SHOP + "/a",
                    read(SHOP),
                    masked(SHOP + "/a"),
                    read("/\uFFFD"),
                    read("/\uFFFD"))))
        .containsExactly(
            "plan.shadowed",
            "plan.working-directory-masked",
            "plan.name-not-utf8",
            "plan.name-not-utf8");
  }

  private static List<String> refused(String workingDirectory, MountStep... steps) {
    return Refusals.textsOf(() -> check(workingDirectory, steps));
  }

  private static void check(String workingDirectory, MountStep... steps) {
    PlanChecks.check(new Plans().mounts(steps).standingIn(workingDirectory).built());
  }

  private static MountStep read(String path) {
    return new MountStep.ReadOnlyBind(Path.of(path), Path.of(path), RULE);
  }

  private static MountStep masked(String path) {
    return new MountStep.MaskedDirectory(Path.of(path), false, RULE);
  }
}
