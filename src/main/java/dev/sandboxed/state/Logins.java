package dev.sandboxed.state;

import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the logins that were made inside a sandbox, for a host that has none: one file for all
 * projects, so that the next project finds it too.
 */
public final class Logins {

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private Logins() {}

  /**
   * Makes the directory, and the file if it is missing: a mounted one can only be written in place,
   * so it has to exist before anybody logs in.
   *
   * @param empty the text of a file without a login; nothing for one that is not mounted
   * @throws UserFailure if something else has its name, or it cannot be written
   */
  public static void prepare(Path file, Optional<String> empty) {
    Path directory = file.resolveSibling("");
    PrivateFiles.directory(directory);
    Leftovers.sweep(directory);
    empty.ifPresent(text -> PrivateFiles.file(file, text));
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UserFailure(
          Problem.of(
              "state.in-the-way",
              file + " is in the way of the login that is kept there",
              "move it away; a login is a plain file, not a link"));
    }
  }

  /**
   * Closes a login to other users of this machine. An agent that writes to it in place can also
   * open it up.
   *
   * @return whether it was open
   */
  public static boolean close(Path file) {
    try {
      Set<PosixFilePermission> mode =
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
      if (Collections.disjoint(mode, OF_OTHERS)
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return true;
    } catch (IOException goneOrSomebodyElses) {
      return false;
    }
  }
}
