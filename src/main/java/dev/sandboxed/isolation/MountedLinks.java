package dev.sandboxed.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that mounts symlinks over files before bubblewrap is started behind it. Neither
 * bubblewrap nor mount(8) of util-linux before 2.41 can mount a symlink itself, because both follow
 * it.
 */
public final class MountedLinks {

  /**
   * One mount.
   *
   * @param link the symlink on the host, which need not lead anywhere
   * @param file the file that it covers
   */
  public record Link(Path link, Path file) {}

  // open_tree(2), mount_setattr(2) and move_mount(2) have these numbers on every architecture. The
  // symlink is cloned without being followed, and moved over the file. It has every flag that
  // bubblewrap gives to what it mounts: it would otherwise set them by the path, and follow it. No
  // module is loaded, because there may be none: see nix/programs.nix.
  private static final String SCRIPT =
      """
      my ($none, $flags) = ("", pack "Q4", 1 | 2 | 4, 0, 0, 0);
      while ((my $link = shift) ne "--") {
        my $file = shift;
        my $tree = syscall 428, -100, $link, 0x80101;
        $tree >= 0 && !syscall(442, $tree, $none, 0x1000, $flags, 32)
          && !syscall(429, $tree, $none, -100, $file, 4) && -l $file
          or die "cannot mount a symlink over $file: $!\n";
      }
      exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
      """;

  private MountedLinks() {}

  /**
   * The words that come between those of {@link PrivateMounts} and bubblewrap's own.
   *
   * @param perl the program
   * @param links all of them
   */
  public static List<String> behind(Path perl, List<Link> links) {
    List<String> words = new ArrayList<>(List.of(perl.toString(), "-e", SCRIPT, "--"));
    for (Link link : links) {
      words.add(link.link().toString());
      words.add(link.file().toString());
    }
    words.add("--");
    return List.copyOf(words);
  }
}
