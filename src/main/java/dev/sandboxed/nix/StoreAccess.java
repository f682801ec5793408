package dev.sandboxed.nix;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How Nix gets at the store, decided by the same variables and in the same order as Nix does. */
sealed interface StoreAccess {

  /**
   * A daemon writes to the store on the person's behalf.
   *
   * @param socket the daemon's
   */
  record Daemon(Path socket) implements StoreAccess {}

  /**
   * Nix itself writes to the store, which belongs to the person.
   *
   * @param state where the database, the profiles and the garbage collection roots are
   * @param log where the output of builds is kept
   */
  record Direct(Path state, Path log) implements StoreAccess {}

  /**
   * The access that Nix would choose.
   *
   * @param environment the one Nix would get
   * @param writable whether a directory exists and can be written to
   * @param exists whether a path exists
   * @throws UserFailure if NIX_REMOTE asks for a store that is not on this machine
   */
  static StoreAccess of(
      Map<String, String> environment, Predicate<Path> writable, Predicate<Path> exists) {
    Path state = directory(environment, "NIX_STATE_DIR", "/nix/var/nix");
    Path socket =
        Optional.ofNullable(environment.get("NIX_DAEMON_SOCKET_PATH"))
            .map(Path::of)
            .orElse(state.resolve("daemon-socket/socket"));
    StoreAccess direct =
        new Direct(state, directory(environment, "NIX_LOG_DIR", "/nix/var/log/nix"));
    String remote = environment.getOrDefault("NIX_REMOTE", "");
    return switch (remote) {
      case "", "auto" -> writable.test(state) || !exists.test(socket) ? direct : new Daemon(socket);
      case "daemon", "unix://" -> new Daemon(socket);
      case "local" -> direct;
      default -> {
        if (!remote.startsWith("unix:///")) {
          throw new UserFailure(
              Problem.of(
                  "nix.other-store",
                  "NIX_REMOTE is %s, a store that a sandbox on this machine cannot use"
                      .formatted(Quoted.of(remote)),
                  "Unset NIX_REMOTE, or set it to daemon or local."));
        }
        yield new Daemon(Path.of(remote.substring("unix://".length())));
      }
    };
  }

  private static Path directory(Map<String, String> environment, String name, String usual) {
    return Path.of(environment.getOrDefault(name, usual));
  }
}
