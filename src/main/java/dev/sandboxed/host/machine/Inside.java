package dev.sandboxed.host.machine;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Tells whether this is inside a sandbox, so that a launch there says what is the matter. That is
 * no boundary: whoever hides the mark is told something less helpful, and no sandbox can be made in
 * a sandbox all the same.
 */
public final class Inside {

  // In the root, where outside only an administrator could put it. A variable would not do: clients
  // of MCP servers pass few on. Neither would /proc/1, which is closed inside.
  private static final Path MARK = Path.of("/SANDBOX.md");

  private Inside() {}

  /**
   * Refuses what needs a sandbox of its own.
   *
   * @param what has no place inside, as the first words of a sentence
   * @throws UserFailure if this is inside a sandbox
   */
  public static void refuse(Inquiry inquiry, String what, String remedy) {
    if (inquiry.exists(MARK, LinkOption.NOFOLLOW_LINKS)) {
      throw new UserFailure(
          Problem.of(
              "launch.inside",
              "this is inside a sandbox already (" + MARK + " tells what it has), and " + what,
              remedy));
    }
  }
}
