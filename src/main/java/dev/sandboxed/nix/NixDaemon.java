package dev.sandboxed.nix;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a person cannot use the Nix that is installed: Debian's packages start no daemon everywhere,
 * and let only one group use it.
 */
final class NixDaemon {

  private static final Pattern REFUSED =
      Pattern.compile("daemon-socket\\S*: Permission denied|socket at '[^']*': Permission denied");
  private static final Pattern SILENT =
      Pattern.compile("cannot connect to (?:socket|daemon)(?: at '([^']*)')?");
  private static final Pattern FEATURE = Pattern.compile("experimental (?:Nix )?feature '([^']*)'");

  private static final String USUAL_GROUP = "nix-users";

  private NixDaemon() {}

  /**
   * Makes sure that the store can be used, before Nix or bubblewrap fail in words of their own.
   *
   * @throws UserFailure if the daemon does not run, or is for others
   */
  static void require(StoreAccess store) {
    switch (store) {
      case StoreAccess.Daemon(Path socket) -> {
        if (isClosed(socket.resolveSibling(""))) {
          throw new UserFailure(forOthers(group(socket.resolveSibling(""))));
        }
        if (!Files.exists(socket)) {
          throw new UserFailure(notRunning(": there is no " + socket));
        }
      }
      case StoreAccess.Direct(Path state, Path log) -> {
        Path sockets = state.resolve("daemon-socket");
        if (!Files.exists(state) || Files.isWritable(state)) {
          return;
        }
        throw new UserFailure(isClosed(sockets) ? forOthers(group(sockets)) : notRunning(""));
      }
    }
  }

  /** What Nix's last words mean, if they are about this. */
  static Optional<Problem> told(String lastWords) {
    if (REFUSED.matcher(lastWords).find()) {
      return Optional.of(forOthers(USUAL_GROUP));
    }
    Matcher silent = SILENT.matcher(lastWords);
    if (silent.find()) {
      return Optional.of(
          notRunning(silent.group(1) == null ? "" : ": nothing answers at " + silent.group(1)));
    }
    return FEATURE
        .matcher(lastWords)
        .results()
        .findFirst()
        .map(feature ->
            Problem.of(
                "nix.feature-disabled",
                "Nix does not allow its feature " + feature.group(1) + " here",
                "write this into ~/.config/nix/nix.conf: experimental-features = nix-command"
                    + " flakes"));
  }

  private static boolean isClosed(Path directory) {
    return Files.isDirectory(directory) && !Files.isExecutable(directory);
  }

  private static String group(Path directory) {
    try {
      return Files.readAttributes(directory, PosixFileAttributes.class).group().getName();
    } catch (IOException unknown) {
      return USUAL_GROUP;
    }
  }

  private static Problem forOthers(String group) {
    return Problem.of(
        "nix.not-for-you",
        "the Nix daemon is for the group " + group + ", and you are not in it",
        "sudo usermod -aG " + group + " \"$USER\", then log in again");
  }

  private static Problem notRunning(String sign) {
    return Problem.of(
        "nix.no-daemon",
        "the Nix daemon is not running" + sign,
        "sudo systemctl start nix-daemon   (Debian has it in its package nix-setup-systemd)");
  }
}
