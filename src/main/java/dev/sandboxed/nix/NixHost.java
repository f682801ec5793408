package dev.sandboxed.nix;

import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of this machine that Nix needs to see in its own sandbox.
 *
 * @param programs the ones that run inside: nix, and others, by their paths
 * @param environment the person's; little of it is passed on
 */
record NixHost(List<Path> programs, Map<String, String> environment, StoreAccess store) {

  private static final List<String> SYSTEM =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  // Where distributions keep the certificates of the authorities that Nix trusts.
  private static final List<String> CERTIFICATES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/ssl/certs/ca-bundle.crt",
          "/etc/pki/tls/certs/ca-bundle.crt");

  private static final List<String> NAMES = List.of("/etc/resolv.conf", "/etc/hosts");

  NixHost {
    programs = List.copyOf(programs);
    environment = Map.copyOf(environment);
  }

  static NixHost of(List<Path> programs, Map<String, String> environment) {
    StoreAccess store = StoreAccess.of(environment, Files::isWritable, Files::exists);
    NixDaemon.require(store);
    if (store instanceof StoreAccess.Direct direct) {
      make(direct.state());
    }
    return new NixHost(programs, environment, store);
  }

  // As Nix does if it can; if it cannot, the message says why.
  private static void make(Path state) {
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "nix.no-state",
              "cannot make %s, where Nix keeps its database: %s".formatted(state, e.getMessage()),
              "Set NIX_REMOTE=daemon if there is a Nix daemon, or NIX_STATE_DIR to a directory of"
                  + " your own."));
    }
  }

  /** Bubblewrap's arguments for the system, the store and Nix's configuration. */
  List<String> mounts() {
    List<String> mounts = new ArrayList<>();
    for (String directory : SYSTEM) {
      system(Path.of(directory), mounts);
    }
    storeDirectory(mounts);
    for (Path program : programs) {
      Path real = real(program).orElse(program);
      for (Path place : List.of(program, real)) {
        if (!isVisible(place)) {
          Mounts.add(mounts, "--ro-bind", real, place);
        }
      }
    }
    configuration(mounts);
    return mounts;
  }

  /** What only a run with the network needs. */
  List<String> mountsForTheNetwork() {
    List<String> mounts = new ArrayList<>();
    Stream.concat(NAMES.stream(), certificates())
        .map(Path::of)
        .forEach(file -> real(file).ifPresent(real -> Mounts.add(mounts, "--ro-bind", real, file)));
    return mounts;
  }

  /** The file with the certificates of the authorities, if the person has chosen one. */
  Optional<String> chosenCertificates() {
    return Optional.ofNullable(environment.get("NIX_SSL_CERT_FILE"))
        .or(() -> Optional.ofNullable(environment.get("SSL_CERT_FILE")))
        .filter(file -> file.startsWith("/"));
  }

  private Stream<String> certificates() {
    return Stream.concat(
        CERTIFICATES.stream(),
        chosenCertificates().filter(file -> !isVisible(Path.of(file))).stream());
  }

  /** The entries of the person's PATH that are visible inside, and then the system's. */
  String path() {
    Stream<String> visible =
        Stream.of(environment.getOrDefault("PATH", "").split(":"))
            .filter(entry -> entry.startsWith("/"))
            .flatMap(entry -> real(Path.of(entry)).stream())
            .filter(NixHost::isVisible)
            .map(Path::toString);
    return Stream.concat(visible, Stream.of("/usr/bin", "/bin"))
        .distinct()
        .collect(Collectors.joining(":"));
  }

  private void storeDirectory(List<String> mounts) {
    Path directory = Path.of(StorePath.STORE);
    switch (store) {
      case StoreAccess.Daemon(Path socket) -> {
        Mounts.add(mounts, "--ro-bind", directory, directory);
        Mounts.add(mounts, "--bind", socket, socket);
      }
      case StoreAccess.Direct(Path state, Path log) -> {
        Mounts.add(mounts, "--bind", directory, directory);
        Mounts.add(mounts, "--bind", state, state);
        Mounts.add(mounts, "--bind-try", log, log);
      }
    }
  }

  // Each file on its own, since some are links to places that a sandbox does not have
  // (/etc/static).
  private void configuration(List<String> mounts) {
    Path directory = Path.of(environment.getOrDefault("NIX_CONF_DIR", "/etc/nix"));
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
          .sorted()
          .forEach(
              file -> real(file).ifPresent(real -> Mounts.add(mounts, "--ro-bind", real, file)));
    } catch (IOException none) {
      return;
    }
  }

  private static void system(Path directory, List<String> mounts) {
    try {
      if (Files.isSymbolicLink(directory)) {
        mounts.addAll(
            List.of(
                "--symlink", Files.readSymbolicLink(directory).toString(), directory.toString()));
      } else if (Files.isDirectory(directory)) {
        Mounts.add(mounts, "--ro-bind", directory, directory);
      }
    } catch (IOException gone) {
      return;
    }
  }

  private static boolean isVisible(Path path) {
    return path.startsWith(StorePath.STORE)
        || SYSTEM.stream().anyMatch(directory -> path.startsWith(directory));
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
