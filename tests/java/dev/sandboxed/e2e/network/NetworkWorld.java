package dev.sandboxed.e2e.network;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small internet with the person's machine in it, made of network namespaces by the user who runs
 * the tests; {@code tests/bash/network-world} lists what is in it. While it is open, everything
 * that its host world starts is on that machine, as an ordinary user.
 */
public final class NetworkWorld implements AutoCloseable {

  // setpriv: nothing of it outlives its maker. The programs that follow replace each other, so that
  // all of it is one process in the end.
  private static final List<String> MAKE =
      List.of(
          "setpriv",
          "--pdeathsig",
          "KILL",
          "unshare",
          "--user",
          "--map-root-user",
          "--net",
          "--mount");

  // The user namespace that owns the network has its root; a further one has no rights over it.
  private static final String ENTER =
      """
      exec nsenter --target "$0" --user --mount --net --preserve-credentials -- \\
        unshare --user --map-user="$(id -u)" --map-group="$(id -g)" --wd="$PWD" -- "$@"
      """;

  private static final String ENTER_NEIGHBOUR =
      """
      world=$0 namespace=$1
      shift
      exec nsenter --target "$world" --user --net="/proc/$world/root$namespace" \\
        --preserve-credentials -- "$@"
      """;

  private static final String RELAYED = "203.0.113.7:8800";

  private final HostWorld host;
  private final Path directory;
  private final Running services;

  private NetworkWorld(HostWorld host, Path directory, Running services) {
    this.host = host;
    this.directory = directory;
    this.services = services;
  }

  public static NetworkWorld around(HostWorld host) {
    Path directory = host.backstage().resolve("network");
    Running services = host.startBare(host.home(), making(directory)).waitUntilPrints("ready");
    host.behind("bash", "-c", ENTER, String.valueOf(services.pid()));
    return new NetworkWorld(host, directory, services);
  }

  /** The command that makes a world and stays; it prints {@code ready} when everything is there. */
  public static List<String> making(Path directory) {
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path tests = Checkout.directory().resolve("tests");
    return Stream.concat(
            MAKE.stream(),
            Stream.of(
                "bash",
                tests.resolve("bash/network-world").toString(),
                directory.toString(),
                tests.resolve("perl/services").toString()))
        .toList();
  }

  /** The host's {@code /etc}, which is a copy. */
  public Path etc() {
    return directory.resolve("etc");
  }

  /** Runs a program on another machine of this world, such as {@code lan}. */
  public Outcome on(String neighbour, String... command) {
    return startOn(neighbour, command).finish();
  }

  Running startOn(String neighbour, String... command) {
    Stream<String> enter =
        Stream.of(
            "bash",
            "-c",
            ENTER_NEIGHBOUR,
            String.valueOf(services.pid()),
            directory.resolve(neighbour).toString());
    return host.startBare(host.home(), Stream.concat(enter, Stream.of(command)).toList());
  }

  /**
   * Makes a server of the tests, which listens on the real machine's loopback, a server on this
   * world's internet.
   *
   * @return its address and port there
   */
  public String onTheInternet(URI server) {
    String relay = Checkout.directory().resolve("tests/perl/relay").toString();
    String socket = directory.resolve("relayed").toString();
    host.startBare(host.home(), List.of("perl", relay, socket, server.getAuthority()))
        .waitUntilPrints("ready");
    startOn("internet", "perl", relay, RELAYED, socket).waitUntilPrints("ready");
    return RELAYED;
  }

  @Override
  public void close() {
    host.behind();
    services.killHard();
    services.finish();
  }
}
