package dev.sandboxed.check.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What listens outside while a check runs: a port on all addresses, and an abstract socket. */
final class Listeners implements AutoCloseable {

  private static final Path PERL = Path.of("/usr/bin/perl");

  // It ends with its standard input. 1 is AF_UNIX and SOCK_STREAM.
  private static final String ABSTRACT =
      "my $s; socket($s, 1, 1, 0) && bind($s, pack 'S a*', 1, \"\\0$ARGV[0]\") && listen($s, 9)"
          + " or exit 1; $| = 1; print 1; <STDIN>";

  private final ServerSocket port;
  private final Optional<Process> abstractSocket;

  private Listeners(ServerSocket port, Optional<Process> abstractSocket) {
    this.port = port;
    this.abstractSocket = abstractSocket;
  }

  /**
   * Begins to listen.
   *
   * @param name of the abstract socket
   */
  static Listeners begin(String name) {
    try {
      ServerSocket port = new ServerSocket(0);
      Thread.ofVirtual().start(() -> greet(port));
      return new Listeners(port, listen(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A router may take a connection only to refuse it, so whoever gets through is told. */
  private static void greet(ServerSocket port) {
    while (!port.isClosed()) {
      try (Socket guest = port.accept()) {
        guest.getOutputStream().write(1);
      } catch (IOException gone) {
        // The guest, or the port at the end.
      }
    }
  }

  private static Optional<Process> listen(String name) throws IOException {
    if (!Files.isExecutable(PERL)) {
      return Optional.empty();
    }
    ProcessBuilder builder = new ProcessBuilder(PERL.toString(), "-e", ABSTRACT, name);
    builder.environment().clear();
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    InputStream said = process.getInputStream();
    return said.read() == '1' ? Optional.of(process) : Optional.empty();
  }

  int port() {
    return port.getLocalPort();
  }

  boolean hasAbstractSocket() {
    return abstractSocket.isPresent();
  }

  /** This machine's addresses, in hexadecimal, each with its name for people. */
  static Map<String, String> addresses() {
    Map<String, String> addresses = new TreeMap<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !isOfOneLink(address))
          .forEach(address ->
              addresses.put(
                  HexFormat.of().formatHex(address.getAddress()),
                  "this machine, as " + address.getHostAddress().replaceFirst("%.*", "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return addresses;
  }

  /** These need a device's number, which differs inside. */
  private static boolean isOfOneLink(InetAddress address) {
    return address instanceof Inet6Address && address.isLinkLocalAddress();
  }

  @Override
  public void close() {
    abstractSocket.ifPresent(Process::destroyForcibly);
    try {
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
