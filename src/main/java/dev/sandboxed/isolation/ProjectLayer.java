package dev.sandboxed.isolation;

import java.nio.file.Path;
import java.util.List;

/**
 * The command that puts a snapshot in the place of the project before bubblewrap is started behind
 * it. All that bubblewrap then binds of the project is of the snapshot. Nothing outside sees that
 * mount.
 */
public final class ProjectLayer {

  // fsopen(2), fsconfig(2), fsmount(2), open_tree(2), mount_setattr(2) and move_mount(2) have these
  // numbers on every architecture. The lower layer is named by the working directory, because a
  // path could have a colon, which separates layers. Marks of the layer are in xattrs of the
  // person's own (userxattr), as a user namespace may not write others.
  //
  // An earlier session may have put a symlink where this plan mounts something, and older versions
  // of bubblewrap would follow it out of the sandbox. So every place is looked at first.
  private static final String SCRIPT =
      """
      my ($project, $kept, $places) = splice @ARGV, 0, 3;
      shift;
      my ($none, $flags) = ("", pack "Q4", 2 | 4, 0, 0, 0);
      my ($kind, $own, @names) = qw(overlay userxattr lowerdir upperdir workdir);
      my ($copy, $tree) = ("$kept/copy", -1);
      if (-d $copy) {
        $tree = syscall 428, -100, $copy, 0x80001;
        $tree >= 0 && !syscall 442, $tree, $none, 0x1000, $flags, 32
          or die "cannot mount the snapshot $copy: $!\n";
      } else {
        chdir $project or die "$project: $!\n";
        my @layers = (".", map { s/([\\\\:])/\\\\$1/gr } "$kept/upper", "$kept/work");
        my $made = syscall 430, $kind, 1;
        my $able = $made >= 0 && !syscall 431, $made, 0, $own, 0, 0;
        for my $at (0 .. 2) { $able &&= !syscall 431, $made, 1, $names[$at], $layers[$at], 0 }
        $able && !syscall(431, $made, 6, 0, 0, 0) && ($tree = syscall 432, $made, 1, 2 | 4) >= 0
          or die "cannot make a layer over $project: $!\n";
        chdir "/" or die "/: $!\n";
      }
      !syscall 429, $tree, $none, -100, $project, 4
        or die "cannot mount the snapshot over $project: $!\n";
      open my $file, "<", $places or die "$places: $!\n";
      for my $place (do { local $/ = "\\0"; chomp(my @all = <$file>); @all }) {
        my $at = $project;
        for my $name (split m{/}, $place) {
          $at .= "/$name";
          lstat $at or die "$at is not in the snapshot, and something has to be mounted there: begin another snapshot\n";
          -l _ and die "$at is a symlink in the snapshot, and something has to be mounted there: begin another snapshot\n";
        }
      }
      close $file;
      exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
      """;

  private ProjectLayer() {}

  /**
   * The words that come between those of {@link PrivateMounts} and everything else that mounts.
   *
   * @param perl the program
   * @param snapshot the directory where it is kept
   * @param places the file with the paths below the project at which something is mounted
   */
  public static List<String> behind(Path perl, Path project, Path snapshot, Path places) {
    return List.of(
        perl.toString(),
        "-e",
        SCRIPT,
        "--",
        project.toString(),
        snapshot.toString(),
        places.toString(),
        "--");
  }
}
