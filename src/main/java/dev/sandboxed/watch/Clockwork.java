package dev.sandboxed.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a stamp tells one state from every later one: its file system must be one whose time of
 * change nobody but the kernel sets, and that time must be over. Whatever is changed within the
 * same tick of the kernel's clock has the same time.
 */
final class Clockwork {

  // Local ones. On a network, in user space, or from Windows, times come from elsewhere.
  private static final Set<String> EXACT =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "f2fs",
          "bcachefs",
          "zfs",
          "tmpfs",
          "overlay",
          "squashfs",
          "erofs",
          "iso9660");

  private static final long SECOND = 1_000_000_000;

  // The kernel's clock ticks at least every 10 ms.
  private static final long TICK = SECOND / 10;

  // Old file systems know whole seconds only.
  private static final long WHOLE = 2 * SECOND + TICK;

  private final long begun;
  private final Map<Long, String> byDevice = new HashMap<>();
  private final Map<Path, String> byPlace = new HashMap<>();

  Clockwork(Instant begun, String mounts) {
    this.begun = begun.getEpochSecond() * SECOND + begun.getNano();
    mounts.lines().forEach(this::mount);
  }

  /** As in proc_pid_mountinfo(5): the third word is the device, the fifth the place. */
  private void mount(String line) {
    String[] words = line.split(" ", -1);
    int end = line.indexOf(" - ");
    if (end < 0 || words.length < 10) {
      return;
    }
    String type = line.substring(end + 3).split(" ", -1)[0];
    String[] device = words[2].split(":", -1);
    long major = Long.parseLong(device[0]);
    long minor = Long.parseLong(device[1]);
    // As gnu_dev_makedev(3).
    byDevice.put(
        (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32,
        type);
    byPlace.put(Path.of(words[4]), type);
  }

  boolean tells(Path path, long device, long changed) {
    long margin = changed % SECOND == 0 ? WHOLE : TICK;
    return changed < begun - margin && type(path, device).filter(EXACT::contains).isPresent();
  }

  /** Of parts of btrfs and of layers, the list of mounts has another device. */
  private Optional<String> type(Path path, long device) {
    String known = byDevice.get(device);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      for (Path at = path.toRealPath(); at != null; at = at.getParent()) {
        String type = byPlace.get(at);
        if (type != null) {
          return Optional.of(type);
        }
      }
    } catch (IOException gone) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
