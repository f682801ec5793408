package dev.sandboxed.opening.look;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.opening.Found;
import dev.sandboxed.opening.Opening;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds what a person opens by its name, and looks for nothing else. */
public final class OpeningProbe {

  private static final Path KVM = Path.of("/dev/kvm");

  // More in one machine are a computing centre's, where devices names them.
  private static final int ACCELERATORS = 8;

  // As the drivers name them. The directory has those of all others.
  private static final List<Path> GPU =
      Stream.concat(
              Stream.of("dri", "accel", "kfd", "nvidiactl", "nvidia-uvm", "nvidia-uvm-tools"),
              IntStream.range(0, ACCELERATORS).mapToObj(number -> "nvidia" + number))
          .map(Path.of("/dev")::resolve)
          .toList();

  /** What everybody knows of hosts; without it ssh trusts none. */
  private static final Path HOSTS_OF_ALL = Path.of("/etc/ssh/ssh_known_hosts");

  private final Inquiry inquiry;
  private final Path home;
  private final Path inside;
  private final SocketLook sockets;
  private final DesktopProbe desktop;

  private OpeningProbe(Inquiry inquiry, Path home, Optional<Path> runtime, Path inside) {
    this.inquiry = inquiry;
    this.home = home;
    this.inside = inside;
    sockets = new SocketLook(inquiry);
    desktop = new DesktopProbe(inquiry, home, runtime, inside);
  }

  /**
   * Looks.
   *
   * @param runtime the person's directory of sockets, if there is one
   * @param inside the same directory of the sandbox
   */
  public static Map<Opening, Found> look(
      Inquiry inquiry,
      Collection<Opening> openings,
      Path home,
      Optional<Path> runtime,
      Path inside) {
    OpeningProbe probe = new OpeningProbe(inquiry, home, runtime, inside);
    Map<Opening, Found> found = new EnumMap<>(Opening.class);
    openings.forEach(opening -> found.put(opening, probe.find(opening, runtime)));
    return found;
  }

  private Found find(Opening opening, Optional<Path> runtime) {
    return switch (opening) {
      case SSH_AGENT -> sshAgent();
      case GPG_AGENT -> new GnupgProbe(inquiry, home).find();
      case WAYLAND -> desktop.wayland();
      case X11 -> desktop.x11();
      case DBUS -> desktop.sessionBus();
      case PIPEWIRE -> desktop.pipewire();
      case DOCKER -> docker(runtime);
      case NIX_DAEMON -> nixDaemon();
      case GPU -> devices(GPU, "there is no graphics card or accelerator in /dev");
      case KVM -> devices(List.of(KVM), "there is no " + KVM);
    };
  }

  private Found sshAgent() {
    String name = inquiry.variable("SSH_AUTH_SOCK").orElse("");
    if (!name.startsWith("/")) {
      return new Found.Missing(
          name.isEmpty()
              ? "SSH_AUTH_SOCK is not set"
              : "SSH_AUTH_SOCK does not name an absolute path");
    }
    Path place = inside.resolve("ssh-agent");
    Found found =
        sockets.at(
            Opening.SSH_AGENT,
            "SSH_AUTH_SOCK names",
            Path.of(name).normalize(),
            place,
            Map.of("SSH_AUTH_SOCK", place.toString()));
    return Places.with(
        found,
        Stream.of(home.resolve(".ssh/known_hosts"), home.resolve(".ssh/known_hosts2"), HOSTS_OF_ALL)
            .map(file -> new Found.Place(Found.Kind.FILE, file, file))
            .toList());
  }

  /** Inside it is in Docker's usual place, wherever it is here. */
  private Found docker(Optional<Path> runtime) {
    String named = inquiry.variable("DOCKER_HOST").orElse("");
    Map<String, String> variables = Map.of("DOCKER_HOST", "unix://" + KnownSockets.DOCKER);
    if (named.startsWith("unix:///")) {
      return sockets.at(
          Opening.DOCKER,
          "DOCKER_HOST names",
          Path.of(named.substring("unix://".length())).normalize(),
          KnownSockets.DOCKER,
          variables);
    }
    if (!named.isEmpty()) {
      return new Found.Missing("DOCKER_HOST names no socket of this machine");
    }
    // Without root it runs as the person.
    return Stream.concat(
            Stream.of(KnownSockets.DOCKER),
            runtime.map(directory -> directory.resolve("docker.sock")).stream())
        .filter(sockets::isSocket)
        .findFirst()
        .map(socket ->
            sockets.at(Opening.DOCKER, "Docker listens at", socket, KnownSockets.DOCKER, variables))
        .orElse(new Found.Missing("there is no " + KnownSockets.DOCKER));
  }

  private Found nixDaemon() {
    String named = inquiry.variable("NIX_DAEMON_SOCKET_PATH").orElse("");
    boolean moved = named.startsWith("/");
    return sockets.at(
        Opening.NIX_DAEMON,
        moved ? "NIX_DAEMON_SOCKET_PATH names" : "the Nix daemon listens at",
        moved ? Path.of(named).normalize() : KnownSockets.NIX_DAEMON,
        KnownSockets.NIX_DAEMON,
        Map.of("NIX_REMOTE", "daemon"));
  }

  private Found devices(List<Path> names, String otherwise) {
    List<Found.Place> places =
        names.stream()
            .filter(inquiry::exists)
            .map(device -> new Found.Place(Found.Kind.DEVICE, device, device))
            .toList();
    return places.isEmpty()
        ? new Found.Missing(otherwise)
        : new Found.Here(places, Map.of(), List.of());
  }
}
