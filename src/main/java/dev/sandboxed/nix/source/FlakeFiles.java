package dev.sandboxed.nix.source;

import dev.sandboxed.nix.flake.FlakeLock;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A flake's own two files in a source tree. */
public final class FlakeFiles {

  private FlakeFiles() {}

  /**
   * Judges what the lock says.
   *
   * @throws UserFailure if there is no flake.nix, if one of the files is not a regular file, or if
   *     the lock is refused, see {@link FlakeLock#read}
   */
  public static FlakeLock check(SourceTree tree, LocalFlake flake) {
    if (!SourceMark.isFile(mark(tree, LocalFlake.FLAKE))) {
      throw failure(
          "devshell.no-flake",
          "%s is not a file".formatted(flake.top().resolve(LocalFlake.FLAKE)),
          "Make a flake.nix with nix flake init, or leave out --devshell.");
    }
    Path shown = flake.top().resolve(LocalFlake.LOCK);
    if (mark(tree, LocalFlake.LOCK).equals(SourceMark.ABSENT)) {
      return FlakeLock.NONE;
    }
    if (!SourceMark.isFile(mark(tree, LocalFlake.LOCK))) {
      throw failure(
          "devshell.broken-lock", shown + " is not a file", "Make a new one with nix flake lock.");
    }
    try {
      byte[] bytes = Files.readAllBytes(tree.directory().resolve(LocalFlake.LOCK));
      return FlakeLock.read(new String(bytes, StandardCharsets.UTF_8), shown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mark(SourceTree tree, String path) {
    return tree.marks().getOrDefault(path, SourceMark.ABSENT);
  }

  private static UserFailure failure(String code, String message, String hint) {
    return new UserFailure(Problem.of(code, message, hint));
  }
}
