package dev.sandboxed.check.trial;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.opening.look.KnownSockets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the sockets of programs that do for whoever asks what this person may do. */
final class SocketProbe {

  private static final List<String> OF_THE_SESSION =
      List.of(
          "bus",
          "docker.sock",
          "podman/podman.sock",
          "systemd/private",
          "gnupg/S.gpg-agent",
          "gcr/ssh",
          "keyring/ssh",
          "keyring/control",
          "pipewire-0",
          "pulse/native",
          "wayland-0");

  private final Inquiry inquiry;
  private final Path home;

  SocketProbe(Inquiry inquiry, Path home) {
    this.inquiry = inquiry;
    this.home = home;
  }

  /** Those that are there. */
  List<Path> look() {
    Stream<Path> session =
        directory("XDG_RUNTIME_DIR").stream()
            .flatMap(directory ->
                Stream.concat(OF_THE_SESSION.stream(), inquiry.variable("WAYLAND_DISPLAY").stream())
                    .map(directory::resolve));
    Stream<Path> named =
        Stream.of(
                directory("SSH_AUTH_SOCK"),
                inquiry
                    .variable("DBUS_SESSION_BUS_ADDRESS")
                    .filter(address -> address.startsWith("unix:path=/"))
                    .map(address ->
                        Path.of(address.substring("unix:path=".length()).replaceFirst(",.*", ""))),
                Optional.of(home.resolve(".gnupg/S.gpg-agent")))
            .flatMap(Optional::stream);
    return Stream.of(KnownSockets.all().stream(), display(), session, named)
        .flatMap(paths -> paths)
        .distinct()
        .filter(path -> inquiry.exists(path, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  private static Stream<Path> display() {
    return Stream.of(Path.of("/tmp/.X11-unix/X0"));
  }

  private Optional<Path> directory(String variable) {
    return inquiry.variable(variable).filter(value -> value.startsWith("/")).map(Path::of);
  }
}
