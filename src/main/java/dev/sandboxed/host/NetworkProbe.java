package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramOutput;
import dev.sandboxed.files.Programs;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers {@link NetworkFacts}. Only launches in internet-only and allowlist need them. */
public final class NetworkProbe {

  private static final String OTHERWISE =
      "or choose another tier: --network none, or --network full";

  // Of Debian and NixOS, Fedora, and openSUSE; as in crypto/x509/root_linux.go of Go.
  private static final List<Path> STORES =
      Stream.of(
              "/etc/ssl/certs/ca-certificates.crt",
              "/etc/pki/tls/certs/ca-bundle.crt",
              "/etc/ssl/ca-bundle.pem",
              "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
              "/etc/ssl/cert.pem")
          .map(Path::of)
          .toList();

  private static final Path TUN = Path.of("/dev/net/tun");

  // One program for both questions, because starting it is most of the cost.
  private static final String QUESTIONS = "address\nroute show table all\n";

  private final Programs programs;
  private final Inquiry inquiry;
  private final List<Problem> problems = new ArrayList<>();

  private final String tier;
  private final boolean names;

  /**
   * A probe that looks for its tools among these programs.
   *
   * @param tier what needs them, as people write it
   * @param names whether that decides by names
   */
  public NetworkProbe(Programs programs, String tier, boolean names) {
    this.programs = programs;
    this.tier = tier;
    this.names = names;
    this.inquiry = programs.inquiry();
  }

  /**
   * Looks at the machine's network.
   *
   * @throws UserFailure with everything that the tier lacks here
   */
  public NetworkFacts probe() {
    Optional<Path> slirp4netns = find("slirp4netns", "slirp4netns");
    Optional<Path> ip = find("ip", "iproute2");
    Optional<Path> unshare = find("unshare", "util-linux");
    Optional<Path> nsenter = find("nsenter", "util-linux");
    Optional<NetworkTools.Names> forNames = names ? nameTools() : Optional.empty();
    if (!inquiry.isReadable(TUN) || !inquiry.isWritable(TUN)) {
      problems.add(
          Problem.of(
              "network.no-tun",
              inquiry.exists(TUN) ? "you cannot read and write " + TUN : TUN + " is missing",
              "as root: modprobe tun; chmod 666 /dev/net/tun; " + OTHERWISE));
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    NetworkTools tools =
        new NetworkTools(
            slirp4netns.orElseThrow(),
            ip.orElseThrow(),
            unshare.orElseThrow(),
            nsenter.orElseThrow(),
            search("nft"),
            forNames);
    return report(tools);
  }

  /** Empty if something is missing, which is among the problems then. */
  private Optional<NetworkTools.Names> nameTools() {
    Optional<Path> haproxy = find("haproxy", "haproxy");
    Optional<Path> dnsmasq = find("dnsmasq", "dnsmasq-base");
    Optional<Path> nft = find("nft", "nftables");
    Optional<Path> setpriv = find("setpriv", "util-linux");
    Optional<Path> setsid = find("setsid", "util-linux");
    Optional<Path> mount = find("mount", "mount");
    return problems.isEmpty()
        ? Optional.of(
            new NetworkTools.Names(
                haproxy.orElseThrow(),
                dnsmasq.orElseThrow(),
                nft.orElseThrow(),
                setpriv.orElseThrow(),
                setsid.orElseThrow(),
                mount.orElseThrow(),
                search("openssl"),
                STORES.stream().filter(inquiry::isReadable).findFirst()))
        : Optional.empty();
  }

  private Optional<Path> find(String program, String debianPackage) {
    Optional<Path> found = search(program);
    if (found.isEmpty()) {
      problems.add(
          Problem.of(
              "network.missing-program",
              "the network tier " + tier + " needs " + program + ", which is not on PATH",
              Remedy.install(debianPackage) + ", " + OTHERWISE));
    }
    return found;
  }

  /** On some systems, ordinary users do not have the administrator's programs on PATH. */
  private Optional<Path> search(String program) {
    return programs.find(program).or(() -> Programs.on(inquiry, "/usr/sbin:/sbin").find(program));
  }

  private NetworkFacts report(NetworkTools tools) {
    ProgramCall call =
        ProgramCall.of(tools.ip(), List.of("-json", "-batch", "-")).reading(QUESTIONS);
    try {
      ProgramOutput output = inquiry.output(call);
      if (output.end().succeeded()) {
        return NetworkReport.read(output.text(), tools);
      }
      throw unknown(
          tools,
          output.end().inTime()
              ? output.end().errors().strip()
              : "it did not end within " + call.limit().toSeconds() + " seconds");
    } catch (IOException e) {
      throw unknown(tools, String.valueOf(e.getMessage()));
    }
  }

  private static UserFailure unknown(NetworkTools tools, String words) {
    return new UserFailure(
        Problem.of(
            "network.unknown-addresses",
            "cannot find out this machine's addresses: "
                + tools.ip()
                + ": "
                + (words.isEmpty() ? "it failed and printed nothing" : words),
            "install iproute2 again, " + OTHERWISE));
  }
}
