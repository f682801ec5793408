package dev.sandboxed.opening.look;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.opening.Found;
import dev.sandboxed.opening.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the services of the person's desktop. Inside each is in the sandbox's own directory of
 * sockets, and the variable names it in full.
 */
final class DesktopProbe {

  // X(7): a display of this machine, and perhaps a screen of it.
  private static final Pattern DISPLAY = Pattern.compile("(?:unix)?:([0-9]{1,5})(?:\\.[0-9]+)?");

  private static final String NO_DIRECTORY = "XDG_RUNTIME_DIR does not name a directory";

  private final Inquiry inquiry;
  private final Path home;
  private final Optional<Path> runtime;
  private final Path inside;
  private final SocketLook sockets;

  DesktopProbe(Inquiry inquiry, Path home, Optional<Path> runtime, Path inside) {
    this.inquiry = inquiry;
    this.home = home;
    this.runtime = runtime;
    this.inside = inside;
    sockets = new SocketLook(inquiry);
  }

  /** As wl_display_connect(3) finds it. */
  Found wayland() {
    String name = inquiry.variable("WAYLAND_DISPLAY").orElse("");
    if (name.isEmpty()) {
      return new Found.Missing("WAYLAND_DISPLAY is not set");
    }
    Path place = inside.resolve("wayland-0");
    return inRuntime(name)
        .map(outside ->
            sockets.at(
                Opening.WAYLAND,
                "WAYLAND_DISPLAY names",
                outside,
                place,
                Map.of("WAYLAND_DISPLAY", place.toString())))
        .orElse(new Found.Missing(NO_DIRECTORY));
  }

  Found x11() {
    String name = inquiry.variable("DISPLAY").orElse("");
    Matcher display = DISPLAY.matcher(name);
    if (!display.matches()) {
      return new Found.Missing(
          name.isEmpty() ? "DISPLAY is not set" : "DISPLAY names no display of this machine");
    }
    Path socket = Path.of("/tmp/.X11-unix/X" + display.group(1));
    Found found =
        sockets.at(
            Opening.X11,
            "DISPLAY means",
            socket,
            socket,
            Map.of("DISPLAY", ":" + display.group(1)));
    Path cookies =
        inquiry
            .variable("XAUTHORITY")
            .filter(file -> file.startsWith("/"))
            .map(Path::of)
            .orElse(home.resolve(".Xauthority"))
            .normalize();
    if (!inquiry.isFile(cookies)) {
      return found;
    }
    Path place = inside.resolve("xauthority");
    return isOfCookies(cookies)
        ? Places.with(
            found,
            List.of(new Found.Place(Found.Kind.FILE, place, cookies)),
            Map.of("XAUTHORITY", place.toString()))
        : Places.noting(found, cookies + " holds no cookies of X, so it is not shown");
  }

  /**
   * Whether a file begins as one that xauth(1) writes: with a family of addresses, the higher byte
   * first, of which X11/Xauth.h and X.h know 0 to 6 and 252 to 256, and 65535 for any. No text
   * begins so.
   */
  private boolean isOfCookies(Path file) {
    try {
      byte[] begins = inquiry.beginning(file, 2);
      return begins.length == 2
          && switch (begins[0] & 0xff) {
            case 0 -> (begins[1] & 0xff) <= 6 || (begins[1] & 0xff) >= 252;
            case 1 -> begins[1] == 0;
            case 0xff -> (begins[1] & 0xff) == 0xff;
            default -> false;
          };
    } catch (IOException unreadable) {
      return false;
    }
  }

  Found sessionBus() {
    String address = inquiry.variable("DBUS_SESSION_BUS_ADDRESS").orElse("");
    Path place = inside.resolve("bus");
    Map<String, String> variables = Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + place);
    if (address.isEmpty()) {
      return inRuntime("bus")
          .map(outside ->
              sockets.at(
                  Opening.DBUS,
                  "without DBUS_SESSION_BUS_ADDRESS it is",
                  outside,
                  place,
                  variables))
          .orElse(new Found.Missing("DBUS_SESSION_BUS_ADDRESS is not set"));
    }
    if (address.startsWith("unix:runtime=yes")) {
      return inRuntime("bus")
          .map(outside ->
              sockets.at(Opening.DBUS, "DBUS_SESSION_BUS_ADDRESS means", outside, place, variables))
          .orElse(new Found.Missing(NO_DIRECTORY));
    }
    return BusAddress.path(address)
        .map(outside ->
            sockets.at(Opening.DBUS, "DBUS_SESSION_BUS_ADDRESS names", outside, place, variables))
        .orElse(
            new Found.Missing(
                address.contains("unix:abstract=")
                    ? "DBUS_SESSION_BUS_ADDRESS names an abstract socket, which is no file that"
                        + " could be shown"
                    : "DBUS_SESSION_BUS_ADDRESS names no socket that is a file"));
  }

  /** PipeWire's own socket, and the one it has for programs that know PulseAudio. */
  Found pipewire() {
    Path place = inside.resolve("pipewire-0");
    Path old = inside.resolve("pulse/native");
    Optional<Path> own =
        inRuntime(
            inquiry
                .variable("PIPEWIRE_REMOTE")
                .filter(name -> !name.isEmpty())
                .orElse("pipewire-0"));
    Optional<Path> pulse = inRuntime("pulse/native").filter(sockets::isSocket);
    if (own.isEmpty()) {
      return new Found.Missing(NO_DIRECTORY);
    }
    Map<String, String> variables = Map.of("PULSE_SERVER", "unix:" + old);
    Found found =
        sockets.at(
            Opening.PIPEWIRE,
            "PipeWire would be at",
            own.get(),
            place,
            Map.of("PIPEWIRE_REMOTE", place.toString()));
    if (pulse.isEmpty() || found instanceof Found.Wrong) {
      return found;
    }
    return found instanceof Found.Missing
        ? sockets.at(Opening.PIPEWIRE, "PulseAudio is at", pulse.get(), old, variables)
        : Places.with(
            found, List.of(new Found.Place(Found.Kind.SOCKET, old, pulse.get())), variables);
  }

  /** As these services find a name: in the directory of sockets, if it is no whole path. */
  private Optional<Path> inRuntime(String name) {
    return name.startsWith("/")
        ? Optional.of(Path.of(name).normalize())
        : runtime.map(directory -> directory.resolve(name).normalize());
  }
}
