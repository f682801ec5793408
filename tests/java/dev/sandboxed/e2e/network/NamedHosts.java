package dev.sandboxed.e2e.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network world with hosts that have names: {@code tests/node/named-hosts} plays them all, at one
 * address.
 */
final class NamedHosts implements AutoCloseable {

  /** Where all of them are. */
  static final String ADDRESS = "203.0.113.7";

  /** Where a test has real servers of its own, whose name is {@code real.example}. */
  static final String REAL = "203.0.113.53";

  // Whoever is told to trust the certificate takes it for that of these.
  private static final String NAMES =
      "DNS:good.example,DNS:evil.example,DNS:registry.npmjs.org,DNS:api.example,DNS:two.example,"
          + "DNS:other.example,DNS:api.anthropic.com,DNS:private.example,IP:"
          + ADDRESS;

  // Whoever is root in a user namespace would be taken for root by servers, and may say who else
  // may use the ports of one.
  private static final String AS_A_PERSON =
      """
      echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
      exec unshare --user --map-user="$0" --map-group="$1" -- "${@:2}"
      """;

  final HostWorld world = HostWorld.create();
  final NetworkWorld network = NetworkWorld.around(world);
  private final Path site = world.backstage().resolve("site");
  private final Running hosts;

  NamedHosts() {
    Path key = world.backstage().resolve("key.pem");
    Path certificate = world.backstage().resolve("certificate.pem");
    OutcomeAssert.assertThat(
            world.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=hosts of a test",
                "-addext",
                "subjectAltName=" + NAMES,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()))
        .succeeded();
    try {
      Files.createDirectories(site);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hosts =
        network
            .startOn(
                "internet",
                "node",
                Checkout.directory().resolve("tests/node/named-hosts").toString(),
                key.toString(),
                certificate.toString(),
                site.toString())
            .waitUntilPrints("ready");
  }

  /** The certificate of some of them, which nobody trusts unless told. */
  Path certificate() {
    return world.backstage().resolve("certificate.pem");
  }

  /** The requests that were recorded so far, as JSON. */
  List<String> recorded() {
    return said().lines().filter(line -> line.startsWith("record ")).toList();
  }

  /** All that they have said so far. */
  String said() {
    return hosts.printed();
  }

  /** The directory of the files that each of them has. */
  Path site() {
    return site;
  }

  /**
   * Makes the registry of npm, which is one of them, have the package {@code toy}, which exports
   * {@code "toy at work"}; and the project a directory {@code app} to install it in.
   */
  void publishAPackage() {
    OutcomeAssert.assertThat(
            world.shell(
                """
                set -e
                mkdir made app && cd made
                printf '{"name": "toy", "version": "1.0.0"}' >package.json
                echo 'module.exports = "toy at work"' >index.js
                npm pack --json --cache ../cache-made --pack-destination "$1" >packed.json
                node -e '
                  const { integrity, filename } = Object.values(JSON.parse(fs.readFileSync("packed.json")))[0];
                  const dist = { integrity, tarball: "https://registry.npmjs.org/" + filename };
                  const versions = { "1.0.0": { name: "toy", version: "1.0.0", dist } };
                  fs.writeFileSync(process.argv[1] + "/toy", JSON.stringify({ name: "toy", "dist-tags": { latest: "1.0.0" }, versions }));
                ' "$1"
                printf '{"name": "app"}' >../app/package.json
                """,
                site.toString()))
        .succeeded();
  }

  /** The certificate of some of them, in the project. */
  Path shownCertificate() {
    Path copy = world.project().resolve("certificate.pem");
    try {
      return Files.exists(copy) ? copy : Files.copy(certificate(), copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server on their machine as an ordinary user. */
  Running serve(String... command) {
    String[] enter = {"bash", "-c", AS_A_PERSON, id("-u"), id("-g")};
    return network.startOn(
        "internet", Stream.concat(Stream.of(enter), Stream.of(command)).toArray(String[]::new));
  }

  private String id(String which) {
    return world.run("id", which).out().strip();
  }

  /** Waits until they have said something: which question they got, or which name was asked for. */
  void heard(String line) {
    hosts.waitUntilPrints(line);
  }

  /** A launch in which these are allowed, and all names are asked of the hosts' resolver. */
  Launch allowing(String... hosts) {
    return sandboxed(
        "allow = ["
            + String.join(", ", Stream.of(hosts).map(host -> "'" + host + "'").toList())
            + "]");
  }

  /** A launch in the tier, with more settings of the network. */
  Launch sandboxed(String settings) {
    Profiles.write(
        world,
        "named",
        "extends = 'default'\n[network]\ntier = 'allowlist'\ndns = ['"
            + ADDRESS
            + "']\n"
            + settings
            + "\n");
    return Launch.quietly(world).with("--profile", "named");
  }

  /** What a client that can say anything over TLS is told, from inside and from outside. */
  List<String> hello(Launch launch, String address, String... ways) {
    return launch.command(hello(address, ways)).out().lines().toList();
  }

  /** The same from outside. */
  List<String> helloOutside(String... ways) {
    return world.run(hello(ADDRESS, ways)).out().lines().toList();
  }

  private static String[] hello(String address, String... ways) {
    try {
      String script = Files.readString(Checkout.directory().resolve("tests/python/hello"));
      return Stream.concat(
              Stream.of("/usr/bin/python3", "-c", script, address, "443"), Stream.of(ways))
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the log outside that are about names and connections, of all sessions so far. */
  List<String> log() {
    return lines("*[0-9].jsonl");
  }

  /** The lines of the log about names that are not allowed. */
  List<String> refusedNames() {
    return lines("*.names.jsonl");
  }

  private List<String> lines(String files) {
    return world
        .shell("cat ~/.local/state/sandboxed/network/" + files)
        .out()
        .lines()
        .filter(line -> line.startsWith("{"))
        .toList();
  }

  /** Makes sure that a script succeeds outside, where the names are in a file, and prints it. */
  void assertOutside(String script, String expected) {
    assertThat(world.shell(script).out()).as(script).contains(expected);
  }

  @Override
  public void close() {
    hosts.killHard();
    hosts.finish();
    network.close();
    world.close();
  }
}
