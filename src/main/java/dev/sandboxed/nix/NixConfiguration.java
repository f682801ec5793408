package dev.sandboxed.nix;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The parts of the person's environment that Nix gets inside its own sandbox. */
final class NixConfiguration {

  private static final Set<String> PLACES =
      Set.of("NIX_STATE_DIR", "NIX_STORE_DIR", "NIX_LOG_DIR", "NIX_CONF_DIR");

  private static final Set<String> PROXIES =
      Set.of(
          "http_proxy",
          "https_proxy",
          "ftp_proxy",
          "all_proxy",
          "no_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "FTP_PROXY",
          "ALL_PROXY",
          "NO_PROXY");

  // nix.conf(5): settings that hold secrets, name files that do, or name programs to run.
  private static final Set<String> SECRET_SETTINGS =
      Set.of(
          "access-tokens",
          "netrc-file",
          "secret-key-files",
          "plugin-files",
          "include",
          "!include",
          "post-build-hook",
          "pre-build-hook",
          "diff-hook");

  private NixConfiguration() {}

  /** Where the person's own settings, registry and tokens are; the directory is not looked at. */
  static Optional<Path> configuration(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
        .filter(directory -> directory.startsWith("/"))
        .map(Path::of)
        .or(() ->
            Optional.ofNullable(environment.get("HOME"))
                .map(Path::of)
                .map(home -> home.resolve(".config")))
        .map(directory -> directory.resolve("nix"));
  }

  /**
   * The variables that tell Nix where its files are, and {@code NIX_CONFIG}, with or without its
   * secrets.
   */
  static Map<String, String> variables(Map<String, String> environment, boolean secrets) {
    Map<String, String> kept = new TreeMap<>(environment);
    kept.keySet().retainAll(PLACES);
    Optional.ofNullable(environment.get("NIX_CONFIG"))
        .map(settings -> secrets ? settings : withoutSecrets(settings))
        .ifPresent(settings -> kept.put("NIX_CONFIG", settings));
    return kept;
  }

  static Map<String, String> networkVariables(Map<String, String> environment) {
    Map<String, String> kept = new TreeMap<>(environment);
    kept.keySet().retainAll(PROXIES);
    return kept;
  }

  private static String withoutSecrets(String settings) {
    return settings
        .lines()
        .filter(line -> !SECRET_SETTINGS.contains(name(line)))
        .collect(Collectors.joining("\n"));
  }

  private static String name(String line) {
    String first = List.of(line.strip().split("[\\s=]+", 2)).getFirst();
    return first.startsWith("extra-") ? first.substring("extra-".length()) : first;
  }
}
