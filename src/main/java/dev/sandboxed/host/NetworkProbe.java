package dev.sandboxed.host;

import dev.sandboxed.files.Programs;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/** Gathers {@link NetworkFacts}. Only launches in internet-only need them. */
public final class NetworkProbe {

  private static final String OTHERWISE =
      "or choose another tier: --network none, or --network full";

  private static final Path TUN = Path.of("/dev/net/tun");

  // ip answers in milliseconds; a machine that needs longer than this is stuck.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  // One program for both questions, because starting it is most of the cost.
  private static final String QUESTIONS = "address\nroute show table all\n";

  private final Programs programs;
  private final List<Problem> problems = new ArrayList<>();

  /** A probe that looks for its tools among these programs. */
  public NetworkProbe(Programs programs) {
    this.programs = programs;
  }

  /**
   * Looks at the machine's network.
   *
   * @throws UserFailure with everything that internet-only lacks here
   */
  public NetworkFacts probe() {
    Optional<Path> slirp4netns = find("slirp4netns", "slirp4netns");
    Optional<Path> ip = find("ip", "iproute2");
    Optional<Path> unshare = find("unshare", "util-linux");
    Optional<Path> nsenter = find("nsenter", "util-linux");
    if (!Files.isReadable(TUN) || !Files.isWritable(TUN)) {
      problems.add(
          Problem.of(
              "network.no-tun",
              Files.exists(TUN) ? "you cannot read and write " + TUN : TUN + " is missing",
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
            search("nft"));
    return report(tools);
  }

  private Optional<Path> find(String program, String debianPackage) {
    Optional<Path> found = search(program);
    if (found.isEmpty()) {
      problems.add(
          Problem.of(
              "network.missing-program",
              "the network tier internet-only needs " + program + ", which is not on PATH",
              Remedy.install(debianPackage) + ", " + OTHERWISE));
    }
    return found;
  }

  /** On some systems, ordinary users do not have the administrator's programs on PATH. */
  private Optional<Path> search(String program) {
    return programs.find(program).or(() -> Programs.on("/usr/sbin:/sbin").find(program));
  }

  private static NetworkFacts report(NetworkTools tools) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setExecuteStreamHandler(
                new PumpStreamHandler(
                    output,
                    errors,
                    new ByteArrayInputStream(QUESTIONS.getBytes(StandardCharsets.US_ASCII))))
            .get();
    executor.setWatchdog(ExecuteWatchdog.builder().setTimeout(LIMIT).get());
    CommandLine command = new CommandLine(tools.ip().toFile());
    command.addArguments(new String[] {"-json", "-batch", "-"}, false);
    try {
      executor.execute(command, Map.of());
      return NetworkReport.read(output.toString(StandardCharsets.UTF_8), tools);
    } catch (IOException e) {
      String words = errors.toString(StandardCharsets.UTF_8).strip();
      throw new UserFailure(
          Problem.of(
              "network.unknown-addresses",
              "cannot find out this machine's addresses: "
                  + tools.ip()
                  + ": "
                  + (words.isEmpty() ? e.getMessage() : words),
              "install iproute2 again, " + OTHERWISE));
    }
  }
}
