package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads what {@code nix/mk-sandboxed.nix} writes. */
final class ProvidedProbe {

  private final Inquiry inquiry;

  private ProvidedProbe(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * Reads the directory.
   *
   * @throws UserFailure if it is not such a directory
   */
  static Provided look(Inquiry inquiry, Path directory) {
    ProvidedProbe probe = new ProvidedProbe(inquiry);
    return new Provided(
        probe.agents(directory.resolve("agents")),
        probe.lines(directory.resolve("path"), Path::of),
        probe.lines(directory.resolve("store-paths"), Path::of),
        probe.lines(directory.resolve("total-nar-size"), Long::parseLong).stream()
            .mapToLong(Long::longValue)
            .sum());
  }

  private Map<String, Path> agents(Path directory) {
    Map<String, Path> agents = new TreeMap<>();
    for (String name : new TextFiles(inquiry).names(directory.toString())) {
      Path link = directory.resolve(name);
      try {
        agents.put(name, inquiry.target(link));
      } catch (IOException e) {
        throw broken(link, "it is not a symlink");
      }
    }
    return agents;
  }

  private <T> List<T> lines(Path file, Function<String, T> read) {
    Optional<String> text = new TextFiles(inquiry).read(file.toString());
    try {
      return text.orElseThrow(() -> broken(file, "it is missing")).lines().map(read).toList();
    } catch (NumberFormatException e) {
      throw broken(file, "it does not hold a number");
    }
  }

  private static UserFailure broken(Path file, String why) {
    return new UserFailure(
        Problem.of(
            "host.broken-launcher",
            file + ", which this launcher should bring along: " + why,
            "unset SANDBOXED_PROVIDED if you have set it; otherwise build the launcher again"));
  }
}
