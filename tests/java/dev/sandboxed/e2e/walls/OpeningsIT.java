package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a profile opens by its name is inside, alone, and only then; and the audit says what it is.
 */
class OpeningsIT {

  private static final String SERVER =
      """
      perl -MIO::Socket::UNIX -e '
        for my $name (@ARGV) {
          my $server = IO::Socket::UNIX->new(Local => $name, Listen => 5) or die "$name: $!";
          fork and next;
          close STDOUT;
          while (my $client = $server->accept) { print $client "from outside\\n"; close $client }
        }
        print "listening\\n"; close STDOUT;
        sleep' "$@"
      """;

  private static final String CLIENT =
      """
      perl -MIO::Socket::UNIX -e '
        my $server = IO::Socket::UNIX->new(Peer => shift) or die "$!\\n"; print <$server>' "$1"
      """;

  /** Whatever can be done to a socket but to connect to it; each has to fail. */
  private static final String SPOIL =
      """
      for s in "$1"; do
        rm -f "$s" || mv "$s" "$s.old" || chmod 0 "$s" || ln -f "$s" "$s.new" || true >"$s" && echo done
      done
      """;

  private final HostWorld world = HostWorld.create();
  private final Path runtime = world.home().resolve("runtime");

  /**
   * A service, and how this world has it.
   *
   * @param name in the world's directory of sockets
   * @param inside where a program finds it
   * @param says a part of what the audit says
   */
  record Service(
      String key, String variable, String value, String name, String inside, String says) {
    @Override
    public String toString() {
      return key;
    }
  }

  static List<Service> services() {
    return List.of(
        new Service(
            "ssh_agent", "SSH_AUTH_SOCK", "%s", "a b", "/run/session/ssh-agent", "sign in as you"),
        new Service(
            "wayland",
            "WAYLAND_DISPLAY",
            "wayland-7",
            "wayland-7",
            "/run/session/wayland-0",
            "can read the clipboard"),
        new Service(
            "dbus",
            "DBUS_SESSION_BUS_ADDRESS",
            "unix:path=%s,guid=00",
            "bus",
            "/run/session/bus",
            "warning    a way out, your session bus"),
        new Service(
            "docker",
            "DOCKER_HOST",
            "unix://%s",
            "docker.sock",
            "/run/docker.sock",
            "warning    a way out, Docker's socket"),
        new Service(
            "nix_daemon",
            "NIX_DAEMON_SOCKET_PATH",
            "%s",
            "nix",
            "/nix/var/nix/daemon-socket/socket",
            "warning    a way out, the Nix daemon"),
        new Service(
            "pipewire",
            "PIPEWIRE_REMOTE",
            "pipewire-3",
            "pipewire-3",
            "/run/session/pipewire-0",
            "listen to the microphone"),
        new Service(
            "gpg_agent",
            "GNUPGHOME",
            "%s/..",
            "S.gpg-agent.extra",
            "$HOME/runtime/S.gpg-agent",
            "export no secret key"));
  }

  @BeforeEach
  void aDirectoryOfSockets() {
    assertThat(world.shell("mkdir -m 700 \"$1\"", runtime.toString())).succeeded();
    world.set("XDG_RUNTIME_DIR", runtime.toString());
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private void listen(Path... sockets) {
    List<String> words =
        Stream.concat(
                Stream.of("bash", "-c", SERVER, "bash"), Stream.of(sockets).map(Path::toString))
            .toList();
    world.start(words.toArray(String[]::new)).waitUntilPrints("listening");
  }

  private Launch opening(String... keys) {
    StringBuilder text = new StringBuilder("extends = \"default\"\n");
    for (String key : keys) {
      text.append(key).append(" = true\n");
    }
    Profiles.write(world, "opening", text.toString());
    return Launch.of(world, "run", "--network=none", "--profile=opening");
  }

  @ParameterizedTest
  @MethodSource("services")
  @Flips(
      profile = {
        "sockets.docker",
        "sockets.gpg_agent",
        "sockets.nix_daemon",
        "sockets.pipewire",
        "sockets.wayland"
      })
  void itsSocketIsInsideAloneAndOnlyIfAProfileNamesIt(Service service) {
    Path socket = runtime.resolve(service.name());
    Path other = runtime.resolve("other");
    listen(socket, other);
    world.set(
        service.variable(),
        service.key().equals("gpg_agent") ? runtime.toString() : service.value().formatted(socket));
    String inside = service.inside().replace("$HOME", world.home().toString());
    Launch closed = Launch.quietly(world).with("--network=none");
    Launch open = opening("sockets." + service.key());

    assertThat(world.shell(CLIENT, socket.toString())).succeeded().outIs("from outside");
    for (String place : List.of(inside, socket.toString())) {
      assertThat(closed.shell(CLIENT, place)).failed().outIs("");
    }
    assertThat(open.shell(CLIENT, inside))
        .succeeded()
        .outIs("from outside")
        .errContains(service.says())
        .errContains("\n  sockets    ");
    for (String place : List.of(socket.toString(), other.toString())) {
      assertThat(open.shell(CLIENT, place)).failed().outIs("");
    }
    assertThat(open.shell("ls -A \"$1\"", runtime.toString()))
        .outLacks("other")
        .outLacks(service.key().equals("gpg_agent") ? ".extra" : service.name());
    assertThat(open.shell(SPOIL, inside)).failed().outIs("");
    assertThat(world.shell(CLIENT, socket.toString())).succeeded().outIs("from outside");
    assertThat(open.with("--deny", socket.toString()).shell(CLIENT, inside)).failed().outIs("");
  }

  @Test
  void theVariablesInsideNameWhatIsShownAndEveryReaderOfThePlanKnowsIt() {
    listen(runtime.resolve("wayland-7"));
    world.set("WAYLAND_DISPLAY", "wayland-7");
    Launch open = opening("sockets.wayland");

    assertThat(open.shell("echo $WAYLAND_DISPLAY; cat /SANDBOX.md"))
        .outContains("/run/session/wayland-0\n")
        .outContains(
            "Sockets of programs outside, which the person lets you use:"
                + " \"/run/session/wayland-0\"");
    assertThat(
            Launch.of(world, "run", "--profile=opening", "shell")
                .with("--explain", runtime.resolve("wayland-7").toString())
                .with("--explain", "WAYLAND_DISPLAY")
                .outcome())
        .outContains("wayland-7: inside it is /run/session/wayland-0\n  profile opening, ")
        .outContains("WAYLAND_DISPLAY: set to /run/session/wayland-0\n  profile opening, ");
    assertThat(Launch.of(world, "check", "--network=none", "--profile=opening").outcome())
        .outContains("sockets       ok")
        .outContains("granted: /run/session/wayland-0");
  }

  @Test
  void whatThisMachineHasNotIsSaidAndTheLaunchGoesOn() {
    world.set("DOCKER_HOST", "tcp://127.0.0.1:2375");
    world.set("NIX_DAEMON_SOCKET_PATH", runtime.resolve("none").toString());
    world.set("DISPLAY", "elsewhere:0");
    Launch open =
        opening(
            "sockets.ssh_agent",
            "sockets.gpg_agent",
            "sockets.wayland",
            "sockets.x11",
            "sockets.dbus",
            "sockets.docker",
            "sockets.nix_daemon",
            "sockets.pipewire");

    Outcome outcome = open.with("--dry-run").command("true");

    assertThat(outcome).succeeded();
    String said = outcome.out() + outcome.err();
    assertThat(new Outcome(outcome.command(), 0, said, ""))
        .outContains("ssh_agent: SSH_AUTH_SOCK is not set; nothing is shown")
        .outContains("S.gpg-agent.extra, which is not there; nothing is shown")
        .outContains("wayland: WAYLAND_DISPLAY is not set; nothing is shown")
        .outContains("x11: DISPLAY names no display of this machine; nothing is shown")
        .outContains("runtime/bus, which is not there; nothing is shown")
        .outContains("docker: DOCKER_HOST names no socket of this machine; nothing is shown")
        .outContains("runtime/none, which is not there; nothing is shown")
        .outContains("runtime/pipewire-0, which is not there; nothing is shown");
    world.set("DBUS_SESSION_BUS_ADDRESS", "unix:abstract=/tmp/dbus-x,guid=1");
    assertThat(opening("sockets.dbus").command("true"))
        .succeeded()
        .errContains("dbus: DBUS_SESSION_BUS_ADDRESS names an abstract socket");
  }

  @ParameterizedTest
  @ValueSource(strings = {".ssh/id_rsa", ".ssh", "to-null"})
  void whatIsNoSocketIsNotShownAndNothingStarts(String name) {
    assertThat(world.shell("ln -s /dev/null ~/to-null")).succeeded();
    world.set("SSH_AUTH_SOCK", world.home().resolve(name).toString());

    assertThat(opening("sockets.ssh_agent").command("true"))
        .exitedWith(125)
        .errContains("opening.toml:2:21: ssh_agent: SSH_AUTH_SOCK names ")
        .errContains(" and no socket");
  }

  /** An agent could have led it to any socket of the person's. */
  @Test
  void whatASymlinkOfAnAgentsLeadsToIsNotShown() {
    Path socket = runtime.resolve("s");
    listen(socket);
    world.set("SSH_AUTH_SOCK", world.project().resolve("agent").toString());
    assertThat(
            Launch.quietly(world)
                .with("--network=none")
                .shell("ln -s \"$1\" agent", socket.toString()))
        .succeeded();

    assertThat(world.shell(CLIENT, "agent")).succeeded().outIs("from outside");
    assertThat(opening("sockets.ssh_agent").command("true"))
        .exitedWith(125)
        .errContains("through a symlink that an agent could have made");
  }

  @Test
  void aWiderGrantShowsNoSocketThatNoKeyOpens() {
    Path socket = runtime.resolve("wayland-7");
    Path other = runtime.resolve("other");
    listen(socket, other);
    world.set("WAYLAND_DISPLAY", "wayland-7");
    Launch open = opening("sockets.wayland").with("--read", runtime.toString());

    assertThat(open.shell(CLIENT, other.toString())).failed().errContains("Permission denied");
    assertThat(open.shell(CLIENT, "/run/session/wayland-0")).succeeded().outIs("from outside");
    assertThat(open.with("--read=/run").shell("set -- \"$WAYLAND_DISPLAY\"; " + CLIENT))
        .succeeded()
        .outIs("from outside");
  }

  /** Even one that a rule names. */
  @Test
  void noInALaterLayerClosesIt() {
    Path socket = runtime.resolve("wayland-7");
    listen(socket);
    world.set("WAYLAND_DISPLAY", "wayland-7");
    Profiles.write(
        world,
        "named",
        "extends = \"default\"\nsockets.wayland = true\nfilesystem.read = [\"%s\"]\n"
            .formatted(socket));
    Profiles.write(world, "closed", "extends = \"named\"\nsockets.wayland = false\n");
    Launch launch = Launch.quietly(world).with("--network=none");

    assertThat(launch.with("--profile=named").shell(CLIENT, socket.toString()))
        .succeeded()
        .outIs("from outside");
    for (String place : List.of(socket.toString(), "/run/session/wayland-0")) {
      assertThat(launch.with("--profile=closed").shell(CLIENT, place)).failed().outIs("");
    }
  }

  @Test
  @Flips(profile = "sockets.dbus")
  void theSessionBusOfThePersonAnswers() {
    String bus = "unix:path=" + runtime.resolve("bus");
    assertThat(
            world.shell(
                "dbus-daemon --session --fork --nopidfile --address=\"$1\" --print-address", bus))
        .succeeded();
    world.set("DBUS_SESSION_BUS_ADDRESS", bus);
    String ask =
        "dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
            + "org.freedesktop.DBus.ListNames";

    assertThat(world.shell(ask)).succeeded().outContains("org.freedesktop.DBus");
    assertThat(Launch.quietly(world).with("--network=none").shell(ask)).failed();
    assertThat(opening("sockets.dbus").shell(ask)).succeeded().outContains("org.freedesktop.DBus");
  }

  @Test
  @Flips(profile = "sockets.x11")
  void windowsOpenOnThePersonsXServer() {
    world.start("bash", "-c", "exec Xvfb -displayfd 1 -nolisten tcp -screen 0 64x64x8 >display");
    Waiting.until(() -> world.shell("grep -q . display").exit() == 0, () -> "an X server");
    String display = ":" + world.shell("cat display").out().strip();
    world.set("DISPLAY", display);

    assertThat(world.shell("xset q")).succeeded().outContains("Keyboard Control");
    assertThat(Launch.quietly(world).with("--network=none").shell("DISPLAY=\"$1\" xset q", display))
        .failed();
    assertThat(opening("sockets.x11").shell("echo $DISPLAY; xset q"))
        .succeeded()
        .outContains(display + "\n")
        .outContains("Keyboard Control")
        .errContains("warning    a way out, your X server is inside");
  }

  /** A file that holds no cookies is not shown as one that does. */
  @Test
  void ofXauthorityOnlyAFileOfCookiesIsShown() {
    Path x = Path.of("/tmp/.X11-unix/X" + (20000 + ProcessHandle.current().pid() % 40000));
    assertThat(world.shell("mkdir -pm 1777 /tmp/.X11-unix")).succeeded();
    listen(x);
    try {
      world.set("DISPLAY", x.getFileName().toString().replace('X', ':'));
      world.set("XAUTHORITY", world.home().resolve(".ssh/id_rsa").toString());
      assertThat(opening("sockets.x11").shell("ls /run/session; echo $XAUTHORITY"))
          .outIs("")
          .errContains("holds no cookies of X, so it is not shown");
      assertThat(world.shell("printf '\\377\\377\\0\\0\\0\\0cookie' >~/cookies")).succeeded();
      world.set("XAUTHORITY", world.home().resolve("cookies").toString());
      assertThat(opening("sockets.x11").shell("echo $XAUTHORITY; tail -c 6 $XAUTHORITY"))
          .outIs("/run/session/xauthority\ncookie");
    } finally {
      world.shell("rm -f \"$1\"", x.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kvm /dev/kvm", "gpu /dev/dri"})
  @Flips(profile = {"devices.gpu", "devices.kvm"})
  void aDeviceByItsNameIsInsideIfThisMachineHasIt(String words) {
    String key = words.split(" ", -1)[0];
    String device = words.split(" ", -1)[1];
    String look = "test -e \"$1\" && echo there";
    Launch open = opening("devices." + key);

    assertThat(Launch.quietly(world).with("--network=none").shell(look, device)).failed();
    if (Files.exists(Path.of(device))) {
      assertThat(open.shell(look, device)).outIs("there").errContains(device + " is inside: ");
      Profiles.write(
          world,
          "closed",
          "extends = \"opening\"\ndevices.%s = false\nfilesystem.devices = [\"%s\"]\n"
              .formatted(key, device));
      assertThat(Launch.of(world, "run", "--profile=closed").command("true"))
          .succeeded()
          .errLacks(device + " is inside");
    } else {
      assertThat(open.command("true")).succeeded().errContains(key + ": there is no ");
    }
  }
}
