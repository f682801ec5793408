package dev.sandboxed.opening.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.opening.Found;
import dev.sandboxed.opening.Opening;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a machine has what is opened by its name, and what is taken for something else. */
class OpeningProbeTest {

  private static final Path INSIDE = Path.of("/run/session");

  @TempDir Path home;
  private Path socket;
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    socket = home.resolve("s");
    server =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Found find(Opening opening, Inquiry inquiry) {
    return Objects.requireNonNull(
        OpeningProbe.look(inquiry, List.of(opening), home, Optional.of(home), INSIDE).get(opening));
  }

  private Found find(Opening opening, String variable, String value) {
    return find(opening, ThisMachine.with(Map.of(variable, value)));
  }

  private static String why(Found found) {
    return switch (found) {
      case Found.Here here -> "here: " + here.places() + here.notes();
      case Found.Missing missing -> missing.why();
      case Found.Wrong wrong -> "wrong: " + wrong.what();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "SSH_AGENT, SSH_AUTH_SOCK, HOME/s, ssh-agent",
    "WAYLAND, WAYLAND_DISPLAY, s, wayland-0",
    "WAYLAND, WAYLAND_DISPLAY, HOME/s, wayland-0",
    "DBUS, DBUS_SESSION_BUS_ADDRESS, unix:path=HOME/s, bus",
    "DBUS, DBUS_SESSION_BUS_ADDRESS, 'unix:abstract=x;unix:guid=0,path=HOME/%73', bus",
    "PIPEWIRE, PIPEWIRE_REMOTE, s, pipewire-0"
  })
  void aSocketIsFoundAsItsProgramsFindIt(Opening opening, String name, String value, String place) {
    assertThat(find(opening, name, value.replace("HOME", home.toString())))
        .isInstanceOfSatisfying(
            Found.Here.class,
            here -> {
              assertThat(here.places().getFirst())
                  .isEqualTo(new Found.Place(Found.Kind.SOCKET, INSIDE.resolve(place), socket));
              assertThat(here.variables().get(name)).endsWith("/run/session/" + place);
              assertThat(here.notes()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "SSH_AGENT, SSH_AUTH_SOCK, s, SSH_AUTH_SOCK does not name an absolute path",
    "SSH_AGENT, SSH_AUTH_SOCK, '', SSH_AUTH_SOCK is not set",
    "WAYLAND, WAYLAND_DISPLAY, '', WAYLAND_DISPLAY is not set",
    "X11, DISPLAY, '', DISPLAY is not set",
    "X11, DISPLAY, host:10.0, DISPLAY names no display of this machine",
    "X11, DISPLAY, ':../../s', DISPLAY names no display of this machine",
    "X11, DISPLAY, ':59999', 'DISPLAY means /tmp/.X11-unix/X59999, which is not there'",
    "DBUS, DBUS_SESSION_BUS_ADDRESS, 'tcp:host=x', DBUS_SESSION_BUS_ADDRESS names no socket that is a file",
    "DOCKER, DOCKER_HOST, ssh://x, DOCKER_HOST names no socket of this machine"
  })
  void whatIsNotHereIsMissing(Opening opening, String name, String value, String why) {
    assertThat(why(find(opening, name, value))).isEqualTo(why);
  }

  @Test
  void whatIsNoSocketIsWrong() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    assertThat(why(find(Opening.SSH_AGENT, "SSH_AUTH_SOCK", file.toString())))
        .isEqualTo("wrong: SSH_AUTH_SOCK names " + file + ", which is a file and no socket");
    assertThat(why(find(Opening.DOCKER, "DOCKER_HOST", "unix://" + home)))
        .endsWith("which is a directory and no socket");
    assertThat(why(find(Opening.WAYLAND, "WAYLAND_DISPLAY", "/dev/null")))
        .endsWith("which is a device or a pipe and no socket");
  }

  /** Whoever opens the way to a key agent does not open the one to root. */
  @Test
  void theSocketOfAnotherServiceIsWrong() throws IOException {
    Path link = Files.createSymbolicLink(home.resolve("link"), socket);
    Inquiry docker =
        answering(
            Map.of("SSH_AUTH_SOCK", link.toString(), "DOCKER_HOST", "unix://" + link),
            (arguments, answer) ->
                arguments[0].equals(KnownSockets.DOCKER) ? socket.toRealPath() : answer);

    assertThat(why(find(Opening.SSH_AGENT, docker)))
        .isEqualTo(
            "wrong: SSH_AUTH_SOCK names "
                + link
                + ", which is another service's: /run/docker.sock");
    assertThat(find(Opening.DOCKER, docker)).isInstanceOf(Found.Here.class);
  }

  @Test
  void ofAKeyAgentTheSocketForOthersIsFoundWhereGnupgPutsIt() throws IOException {
    Path runtime = Path.of("/run/user/" + ThisMachine.INQUIRY.account().uid());
    Inquiry loggedIn =
        answering(
            Map.of("GNUPGHOME", "/tmp/gx"),
            (arguments, answer) ->
                answer instanceof Boolean ? arguments[0].equals(runtime) : answer);

    // As gpgconf --list-dirs agent-extra-socket says.
    assertThat(why(find(Opening.GPG_AGENT, loggedIn)))
        .contains(runtime + "/gnupg/d.p1gusy4dj9czn4sg814xtmpr/S.gpg-agent.extra, which is not");
  }

  /** Answers that may fail as those of the machine do. */
  private interface Other {
    Object of(Object[] arguments, Object answer) throws IOException;
  }

  /** This machine, with other answers. */
  private static Inquiry answering(Map<String, String> variables, Other other) {
    Inquiry machine = ThisMachine.with(variables);
    return (Inquiry)
        Proxy.newProxyInstance(
            Inquiry.class.getClassLoader(),
            new Class<?>[] {Inquiry.class},
            (_, method, arguments) -> {
              Object[] all = arguments == null ? new Object[] {""} : arguments;
              Object answer;
              try {
                answer = method.invoke(machine, arguments);
              } catch (InvocationTargetException e) {
                if (!method.getName().equals("real")) {
                  throw e.getCause();
                }
                Object instead = other.of(all, "");
                if (instead.equals("")) {
                  throw e.getCause();
                }
                return instead;
              }
              return other.of(all, answer);
            });
  }
}
