package dev.sandboxed.nix;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the {@code nix} program is. */
public final class NixProgram {

  static final String INSTALL =
      "Install Nix (https://nixos.org/download, or Debian's nix-bin), or leave out --devshell and"
          + " --package.";

  // Nix's installers put it there, and only login shells add that to PATH. A packaged launcher has
  // its own PATH, without the system's directories.
  private static final List<String> USUAL_PLACES =
      List.of("/nix/var/nix/profiles/default/bin", "/run/current-system/sw/bin", "/usr/bin");

  private static final List<String> PROFILES =
      List.of("/.nix-profile/bin", "/.local/state/nix/profile/bin");

  private NixProgram() {}

  /**
   * The {@code nix} on PATH, else the one in the person's profile or in the usual places.
   *
   * @throws UserFailure {@code nix.missing}, which names every directory that was searched
   */
  public static Path find(Inquiry inquiry, Map<String, String> environment) {
    return find(environment, file -> inquiry.isFile(file) && inquiry.isExecutable(file));
  }

  /**
   * The same, where this person can use it.
   *
   * @throws UserFailure with the reason if not, for example that its daemon does not run
   */
  public static Path usable(Inquiry inquiry, Map<String, String> environment) {
    Path program = find(inquiry, environment);
    NixDaemon.require(StoreAccess.of(environment, inquiry::isWritable, inquiry::exists));
    return program;
  }

  static Path find(Map<String, String> environment, Predicate<Path> isProgram) {
    Stream<String> path = Stream.of(environment.getOrDefault("PATH", "").split(":"));
    Stream<String> profile =
        Stream.ofNullable(environment.get("HOME"))
            .flatMap(home -> PROFILES.stream().map(place -> home + place));
    Set<String> directories =
        Stream.of(path, profile, USUAL_PLACES.stream())
            .flatMap(places -> places)
            .filter(place -> place.startsWith("/")) // Relative ones could be anything.
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return directories.stream()
        .map(directory -> Path.of(directory, "nix"))
        .filter(isProgram)
        .findFirst()
        .orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "nix.missing",
                    "there is no nix program in " + String.join(", ", directories),
                    INSTALL)));
  }
}
