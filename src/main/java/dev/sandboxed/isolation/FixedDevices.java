package dev.sandboxed.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that makes devices unchangeable before bubblewrap is started behind it. Whoever owns
 * a device, as root owns the machine's, could take it from everybody or give it to everybody
 * through the mount that a sandbox has of it (chmod). On a read-only mount a device is read and
 * written as ever, and its owner, permissions and times stay. Bubblewrap itself has none for
 * devices.
 */
public final class FixedDevices {

  // open_tree(2), mount_setattr(2) and move_mount(2) have these numbers on every architecture. Each
  // is cloned with what is mounted below it, made read-only, and mounted over itself.
  private static final String SCRIPT =
      """
      my ($none, $flags) = ("", pack "Q4", 1, 0, 0, 0);
      while ((my $device = shift) ne "--") {
        my $tree = syscall 428, -100, $device, 0x88001;
        $tree >= 0 && !syscall(442, $tree, $none, 0x9000, $flags, 32)
          && !syscall(429, $tree, $none, -100, $device, 4)
          or die "cannot keep $device from being changed: $!\n";
        open my $closed_behind_it, "<&=", $tree or die "$device: $!\n";
      }
      exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
      """;

  private FixedDevices() {}

  /**
   * The words that come between those of {@link PrivateMounts} and bubblewrap's own.
   *
   * @param perl the program
   * @param devices devices, and directories of some
   */
  public static List<String> behind(Path perl, List<Path> devices) {
    List<String> words = new ArrayList<>(List.of(perl.toString(), "-e", SCRIPT, "--"));
    devices.forEach(device -> words.add(device.toString()));
    words.add("--");
    return List.copyOf(words);
  }
}
