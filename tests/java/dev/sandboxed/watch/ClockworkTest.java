package dev.sandboxed.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which times of change tell one state from every later one. */
class ClockworkTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long BEGUN = 1_000 * SECOND;
  private static final Path HERE = Path.of("/");

  private static final Clockwork CLOCKWORK =
      new Clockwork(
          Instant.ofEpochSecond(1_000),
          """
          27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
          28 27 0:25 / /mnt rw,nosuid shared:1 master:2 - fuse.sshfs host rw
          29 27 0:300 / /net rw - nfs4 host:/net rw
          """);

  private static final long EXT4 = 254 << 8;
  private static final long FUSE = 25;
  private static final long NFS = (300 & 0xff) | ((300 & ~0xff) << 12);

  @Test
  void aTimeThatIsOverTells() {
    assertThat(CLOCKWORK.tells(HERE, EXT4, BEGUN - SECOND + 1)).isTrue();
  }

  @Test
  void whatWasChangedInTheMomentOfTheLaunchDoesNot() {
    assertThat(CLOCKWORK.tells(HERE, EXT4, BEGUN - SECOND / 100)).isFalse();
    assertThat(CLOCKWORK.tells(HERE, EXT4, BEGUN)).isFalse();
    // From before a clock was set back.
    assertThat(CLOCKWORK.tells(HERE, EXT4, BEGUN + 5 * SECOND + 1)).isFalse();
  }

  @Test
  void wholeSecondsAreLookedAtLonger() {
    assertThat(CLOCKWORK.tells(HERE, EXT4, BEGUN - 2 * SECOND)).isFalse();
    assertThat(CLOCKWORK.tells(HERE, EXT4, BEGUN - 3 * SECOND)).isTrue();
  }

  @Test
  void onAFileSystemOfSomebodyElseNoTimeTells() {
    assertThat(CLOCKWORK.tells(HERE, FUSE, BEGUN - 100 * SECOND)).isFalse();
    assertThat(CLOCKWORK.tells(HERE, NFS, BEGUN - 100 * SECOND)).isFalse();
  }

  @Test
  void aDeviceThatIsNotInTheListIsKnownByItsPlace() {
    assertThat(CLOCKWORK.tells(HERE, 77, BEGUN - 100 * SECOND)).isTrue();
    assertThat(new Clockwork(Instant.ofEpochSecond(1_000), "").tells(HERE, 77, 5)).isFalse();
  }
}
