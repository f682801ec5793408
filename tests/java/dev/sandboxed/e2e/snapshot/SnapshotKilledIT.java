package dev.sandboxed.e2e.snapshot;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever call an apply or an undo is killed at, nothing is lost, and it can be ended. */
class SnapshotKilledIT {

  private static final int KILLED = 137;

  // More than any of them makes of one call.
  private static final int MOST = 60;

  private static final String LOOK =
      "for f in changed removed added becomes/in becomes; do if [ -f $f ]; then printf '%s=%s ' $f"
          + " \"$(cat $f)\"; fi; done; find . -name '.sandboxed*' -printf 'left %p'";

  private static final String OLD = "changed=old removed=old becomes/in=old ";
  private static final String NEW = "changed=new added=new becomes=new ";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private void work() {
    assertThat(
            world.shell(
                "mkdir becomes && echo old >changed && echo old >removed && echo old >becomes/in"))
        .succeeded();
    assertThat(
            Launch.quietly(world)
                .with("--network=none", "--snapshot")
                .shell(
                    "echo new >changed; rm removed; echo new >added; rm -r becomes; echo new"
                        + " >becomes"))
        .succeeded();
  }

  private Outcome killedAt(String call, int when, String command) {
    return world.run(
        "strace",
        "-f",
        "-o",
        "/dev/null",
        "-e",
        "trace=" + call,
        "-e",
        "inject=" + call + ":signal=SIGKILL:when=" + when,
        Launch.of(world).words().getFirst(),
        command,
        "1");
  }

  /** Each file is the old or the new one, or is about to be another kind of thing. */
  private void nothingIsHalf() {
    assertThat(world.shell("cat changed")).succeeded();
    String[] texts =
        world.shell("cat changed removed added becomes becomes/in 2>&-").out().split("\n");
    assertThat(texts).allMatch(text -> text.equals("old") || text.equals("new"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"renameat2", "unlink", "rmdir", "rename", "fchmodat"})
  void anApplyThatIsKilledIsEndedByTheNext(String call) {
    work();
    int kills = 0;
    for (int when = 1; when < MOST; when++) {
      boolean killed = killedAt(call, when, "apply").exit() == KILLED;
      nothingIsHalf();
      assertThat(world.sandboxed("apply", "1")).succeeded();
      assertThat(world.shell(LOOK)).outIs(NEW.strip());
      assertThat(world.sandboxed("undo", "1")).succeeded();
      assertThat(world.shell(LOOK)).outIs(OLD.strip());
      if (!killed) {
        break;
      }
      kills++;
    }
    assertThat(kills).isLessThan(MOST - 1);
    // Not each of them is called by every file system's way of writing.
    assertThat(call.equals("renameat2") ? kills : 1).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"renameat2", "unlink", "rmdir", "rename"})
  void anUndoThatIsKilledIsEndedByTheNext(String call) {
    work();
    for (int when = 1; when < MOST; when++) {
      assertThat(world.sandboxed("apply", "1")).succeeded();
      boolean killed = killedAt(call, when, "undo").exit() == KILLED;
      nothingIsHalf();
      if (!killed) {
        break;
      }
      Outcome undo = world.sandboxed("undo", "1");
      // Killed at its very end, it had been done.
      assertThat(undo.exit() == 0 || undo.err().contains("nothing of snapshot 1 was applied"))
          .isTrue();
      assertThat(world.shell(LOOK)).outIs(OLD.strip());
    }
    assertThat(world.shell(LOOK)).outIs(OLD.strip());
  }

  @Test
  void whatSomebodyWritesMeanwhileIsNotLost() {
    work();
    // Killed before it swaps the first file.
    assertThat(killedAt("renameat2", 1, "apply")).exitedWith(KILLED);
    assertThat(world.shell("echo person >changed")).succeeded();

    assertThat(world.sandboxed("apply", "1"))
        .exitedWith(1)
        .outContains("LEFT     changed: something else is there now");
    assertThat(world.shell("cat changed added becomes")).outIs("person\nnew\nnew");
  }

  @ParameterizedTest
  @CsvSource({
    "renameat2, 1",
    "renameat2, 20",
    "renameat2, 40",
    "syncfs, 1",
    "syncfs, 2",
    "syncfs, 3",
    "fchmod, 25",
    "unlink, 30"
  })
  void ofManyFilesNoneIsHalfEither(String call, int when) {
    String all = "cat $(seq 30) 2>&1 | sort | uniq -c | xargs; ls -A | grep -c sandboxed-apply";
    // Thirty are changed, and ten are new.
    assertThat(world.shell("for i in $(seq 30); do echo old >$i; done")).succeeded();
    assertThat(
            Launch.quietly(world)
                .with("--network=none", "--snapshot")
                .shell("for i in $(seq 40); do echo new >$i; done"))
        .succeeded();

    assertThat(killedAt(call, when, "apply")).exitedWith(KILLED);
    assertThat(world.shell("cat $(seq 30) | grep -cxE 'old|new'")).outIs("30");
    assertThat(world.sandboxed("apply", "1")).succeeded();
    assertThat(world.shell(all)).outIs("30 new\n0");
    assertThat(world.shell("cat $(seq 31 40) | grep -cx new")).outIs("10");

    assertThat(killedAt(call, Math.min(when, 30), "undo").exit()).isIn(KILLED, 0);
    assertThat(world.shell("cat $(seq 30) | grep -cxE 'old|new'")).outIs("30");
    if (world.sandboxed("undo", "1").exit() == 0) {
      assertThat(world.shell("ls 31")).failed();
    }
    assertThat(world.shell(all)).outIs("30 old\n0");
    assertThat(world.shell("ls $(seq 31 40) 2>&1 | grep -vc cannot")).outIs("0");
  }
}
