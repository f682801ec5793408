package dev.sandboxed.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTreeTest {

  private static final Origin TEST = new Origin.BuiltIn("test");

  private static final MountStep HOME = new MountStep.Tmpfs(Path.of("/home"), 0700, TEST);
  private static final MountStep PROJECT =
      new MountStep.WritableBind(Path.of("/host/project"), Path.of("/home/project"), TEST);
  private static final MountStep ANCHOR =
      new MountStep.Anchor(Path.of("/host/project/sub"), Path.of("/home/project/sub"), TEST);
  private static final MountStep RULES =
      new MountStep.ReadOnlyBind(
          Path.of("/host/project/sub/rules"), Path.of("/home/project/sub/rules"), TEST);
  private static final MountStep USR =
      new MountStep.ReadOnlyBind(Path.of("/usr"), Path.of("/usr"), TEST);

  private final MountTree tree = new MountTree(List.of(HOME, PROJECT, ANCHOR, RULES, USR));

  @Test
  void theDeepestMountShowsAPath() {
    assertThat(tree.deepest(Path.of("/home/other"))).contains(HOME);
    assertThat(tree.deepest(Path.of("/home/project"))).contains(PROJECT);
    assertThat(tree.deepest(Path.of("/home/project/sub/rules/one"))).contains(RULES);
    assertThat(tree.deepest(Path.of("/home/project/subway"))).contains(PROJECT);
    assertThat(tree.deepest(Path.of("/etc"))).isEmpty();
  }

  @Test
  void ofTwoMountsAtOnePathTheLaterOneIsSeen() {
    MountStep over = new MountStep.MaskedFile(Path.of("/usr"), false, TEST);
    assertThat(new MountTree(List.of(USR, over)).deepest(Path.of("/usr/bin"))).contains(over);
  }

  @Test
  void theMountPointOfAStepLiesInTheMountAboveIt() {
    assertThat(tree.above(RULES)).contains(ANCHOR);
    assertThat(tree.above(PROJECT)).contains(HOME);
    assertThat(tree.above(HOME)).isEmpty();
    assertThat(tree.mountPoint(RULES)).contains(Path.of("/host/project/sub/rules"));
    assertThat(tree.mountPoint(PROJECT)).isEmpty();
  }

  @Test
  void onlyStepsWithoutAnotherMountInBetweenAreMountedInAMount() {
    assertThat(tree.mountedIn(Path.of("/home/project"))).containsExactly(ANCHOR);
    assertThat(tree.mountedIn(Path.of("/home"))).containsExactly(PROJECT);
    assertThat(tree.mountedIn(Path.of("/usr"))).isEmpty();
  }

  @Test
  void whatABindOrAnAnchorShowsIsWritable() {
    assertThat(tree.isWritable(Path.of("/home/project/file"))).isTrue();
    assertThat(tree.isWritable(Path.of("/home/project/sub/file"))).isTrue();
    assertThat(tree.isWritable(Path.of("/home/project/sub/rules"))).isFalse();
    assertThat(tree.isWritable(Path.of("/home"))).isFalse();
    assertThat(tree.isWritable(Path.of("/usr/bin"))).isFalse();
  }

  @Test
  void aReadOnlyStepSomewhereInAWritableOneIsProtected() {
    assertThat(tree.isProtected(RULES)).isTrue();
    assertThat(tree.isProtected(ANCHOR)).isFalse();
    assertThat(tree.isProtected(USR)).isFalse();
  }

  @Test
  void aFileInsideHasItsPlaceOnTheHost() {
    assertThat(tree.source(Path.of("/home/project"))).contains(Path.of("/host/project"));
    assertThat(tree.source(Path.of("/home/project/a/b"))).contains(Path.of("/host/project/a/b"));
    assertThat(tree.source(Path.of("/usr/bin/env"))).contains(Path.of("/usr/bin/env"));
    assertThat(tree.source(Path.of("/home/other"))).isEmpty();
    assertThat(tree.source(Path.of("/etc"))).isEmpty();
  }
}
