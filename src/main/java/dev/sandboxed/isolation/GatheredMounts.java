package dev.sandboxed.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that gathers many mounts in one directory before bubblewrap is started behind it,
 * which then takes all of them by one. On its own it takes time that grows with the square of their
 * number, before 0.13, and no version takes more than 9000 arguments.
 */
public final class GatheredMounts {

  // fsopen(2), fsconfig(2), fsmount(2), open_tree(2), mount_setattr(2) and move_mount(2) have these
  // numbers on every architecture. A list has a source and a name by turns, each with a NUL behind
  // it. The directory that the list is in is covered by an empty one, and in there each source is
  // cloned with all that is mounted below it, as bubblewrap does, and read-only from the start.
  // perl
  // passes nothing that is written in a script to the kernel, hence the names.
  private static final String SCRIPT =
      """
      my ($none, $flags) = ("", pack "Q4", 1 | 2 | 4, 0, 0, 0);
      my ($kind, $mode, $value) = ("tmpfs", "mode", "755");
      while ((my $list = shift) ne "--") {
        my $place = $list =~ s{/[^/]*$}{}r;
        open my $file, "<", $list or die "$list: $!\n";
        my @words = do { local $/ = "\\0"; chomp(my @all = <$file>); @all };
        my $made = syscall 430, $kind, 1;
        my $tree = -1;
        $made >= 0 && !syscall(431, $made, 1, $mode, $value, 0) && !syscall(431, $made, 6, 0, 0, 0)
          && ($tree = syscall 432, $made, 1, 0) >= 0 && !syscall(429, $tree, $none, -100, $place, 4)
          or die "cannot gather mounts in $place: $!\n";
        while (my ($source, $name) = splice @words, 0, 2) {
          my $path = "$place/$name";
          (-d $source ? mkdir $path : open my $empty, ">", $path) or die "$path: $!\n";
          $tree = syscall 428, -100, $source, 0x88001;
          $tree >= 0 && !syscall(442, $tree, $none, 0x9000, $flags, 32)
            && !syscall(429, $tree, $none, -100, $path, 4)
            or die "cannot mount $source: $!\n";
          open my $closed_behind_it, "<&=", $tree or die "$source: $!\n";
        }
      }
      exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
      """;

  private GatheredMounts() {}

  /**
   * The words that come between those of {@link PrivateMounts} and bubblewrap's own.
   *
   * @param perl the program
   * @param lists the files with the sources and the names
   */
  public static List<String> behind(Path perl, List<Path> lists) {
    List<String> words = new ArrayList<>(List.of(perl.toString(), "-e", SCRIPT, "--"));
    lists.forEach(list -> words.add(list.toString()));
    words.add("--");
    return List.copyOf(words);
  }
}
