package dev.sandboxed.opening.look;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.opening.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the sockets of this machine's own services are, each with the opening that shows it, if
 * there is one.
 */
public final class KnownSockets {

  static final Path DOCKER = Path.of("/run/docker.sock");

  static final Path NIX_DAEMON = Path.of("/nix/var/nix/daemon-socket/socket");

  private static final Map<Path, Opening> OPENED =
      Map.of(
          DOCKER,
          Opening.DOCKER,
          Path.of("/var/run/docker.sock"),
          Opening.DOCKER,
          NIX_DAEMON,
          Opening.NIX_DAEMON,
          Path.of("/run/podman/podman.sock"),
          Opening.DOCKER);

  private static final List<Path> NEVER =
      Stream.of(
              "/run/containerd/containerd.sock",
              "/run/dbus/system_bus_socket",
              "/run/systemd/private")
          .map(Path::of)
          .toList();

  private KnownSockets() {}

  /** All of them. */
  public static List<Path> all() {
    return Stream.concat(OPENED.keySet().stream().sorted(), NEVER.stream()).toList();
  }

  /**
   * The known place of a socket that is another service's than an opening is about.
   *
   * @param real without symlinks
   */
  static Optional<Path> ofAnother(Inquiry inquiry, Opening opening, Path real) {
    return all().stream()
        .filter(known -> OPENED.get(known) != opening)
        .filter(known -> leadsTo(inquiry, known, real))
        .findFirst();
  }

  private static boolean leadsTo(Inquiry inquiry, Path known, Path real) {
    try {
      return inquiry.real(known).equals(real);
    } catch (IOException absent) {
      return false;
    }
  }
}
