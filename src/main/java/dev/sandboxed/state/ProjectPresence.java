package dev.sandboxed.state;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Whether a project is still there. */
public enum ProjectPresence {
  /** It is there. */
  THERE,
  /** It is not there, but the directory that it was in is. */
  GONE,
  /** It is not there, but it may be on a disk that is not mounted now. */
  PERHAPS_ELSEWHERE;

  // Where removable disks are mounted (Filesystem Hierarchy Standard; udisks2).
  private static final List<Path> REMOVABLE =
      List.of(Path.of("/media"), Path.of("/mnt"), Path.of("/run/media"));

  /** Checks a project. An empty directory above it may be the mount point of a disk. */
  public static ProjectPresence of(Path project) {
    if (Files.exists(project, LinkOption.NOFOLLOW_LINKS)) {
      return THERE;
    }
    if (REMOVABLE.stream().anyMatch(project::startsWith)) {
      return PERHAPS_ELSEWHERE;
    }
    Path above = project.getParent();
    while (above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
      above = above.getParent();
    }
    return above == null || isEmptyOrUnknown(above) ? PERHAPS_ELSEWHERE : GONE;
  }

  private static boolean isEmptyOrUnknown(Path directory) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (IOException e) {
      return true;
    }
  }
}
