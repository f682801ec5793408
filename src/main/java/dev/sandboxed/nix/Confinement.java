package dev.sandboxed.nix;

import dev.sandboxed.isolation.BwrapOptions;
import dev.sandboxed.isolation.Namespace;
import dev.sandboxed.nix.source.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run of Nix can see and do: bubblewrap's arguments, and the whole environment inside. */
sealed interface Confinement {

  /** Bubblewrap's arguments, except the command. */
  List<String> arguments();

  /** The whole environment, so that no value has to be an argument. */
  Map<String, String> environment();

  /**
   * Sees and may do all that sandboxed can, but ends with it: for questions about the store, and
   * for what the person names. Nix stays in the terminal's foreground, so that Ctrl-C reaches it
   * too.
   *
   * @param directory where it runs
   */
  record Leashed(Path directory, Map<String, String> environment) implements Confinement {

    public Leashed {
      environment = Map.copyOf(environment);
    }

    @Override
    public List<String> arguments() {
      return List.of(
          BwrapOptions.ENDS_WITH_PARENT,
          BwrapOptions.unshare(Namespace.PID),
          "--dev-bind",
          "/",
          "/",
          "--proc",
          "/proc",
          "--chdir",
          directory.toString());
    }
  }

  /**
   * Sees nothing of this machine except the system, the store and what is named here, and runs in
   * the top directory. The root of its files is empty at first.
   *
   * @param home a directory of sandboxed's, which holds what Nix keeps between runs: one per
   *     project
   * @param step what the run is for
   * @param readOnly what else is visible, by its place inside
   * @param writable the same
   */
  record Confined(
      NixHost host, Path home, Step step, Map<Path, Path> readOnly, Map<Path, Path> writable)
      implements Confinement {

    // Evaluating starts no program, so none is found by its name.
    private static final String NOWHERE = "/var/empty";

    static final Path HOME = Path.of("/sandboxed/home");

    private static final Path CONFIGURATION = Path.of("/sandboxed/config");

    /** Where a project's {@link SourceTree} is. */
    static final Path SOURCE = Path.of("/sandboxed/source");

    /** Where a run leaves files for sandboxed. */
    static final Path SCRATCH = Path.of("/sandboxed/scratch");

    public Confined {
      readOnly = new TreeMap<>(readOnly);
      writable = new TreeMap<>(writable);
    }

    @Override
    public List<String> arguments() {
      List<Namespace> namespaces = new ArrayList<>(Namespace.OF_EVERY_SANDBOX);
      if (!hasNetwork()) {
        namespaces.add(Namespace.NETWORK);
      }
      // Nix makes user namespaces for its builds.
      List<String> arguments = new ArrayList<>(BwrapOptions.of(namespaces, true).words());
      arguments.add("--new-session");
      arguments.addAll(BwrapOptions.PROC_AND_DEV);
      arguments.addAll(List.of("--tmpfs", "/tmp"));
      arguments.addAll(host.mounts());
      if (hasNetwork()) {
        arguments.addAll(host.mountsForTheNetwork());
      }
      Mounts.add(arguments, "--bind", home, HOME);
      if (seesThePersonsConfiguration()) {
        NixConfiguration.configuration(host.environment())
            .ifPresent(place ->
                Mounts.add(arguments, "--ro-bind-try", place, CONFIGURATION.resolve("nix")));
      }
      readOnly.forEach((inside, outside) -> Mounts.add(arguments, "--ro-bind", outside, inside));
      writable.forEach((inside, outside) -> Mounts.add(arguments, "--bind", outside, inside));
      arguments.addAll(List.of("--remount-ro", "/", "--chdir", "/"));
      return arguments;
    }

    @Override
    public Map<String, String> environment() {
      Map<String, String> environment = new TreeMap<>();
      environment.put("HOME", HOME.toString());
      environment.put("XDG_CONFIG_HOME", CONFIGURATION.toString());
      // Nix asks who owns a profile, and there is no list of users inside.
      environment.put("USER", host.environment().getOrDefault("USER", "nobody"));
      environment.put("LANG", "C.UTF-8");
      environment.put("PATH", step == Step.EVALUATE ? NOWHERE : host.path());
      environment.putAll(
          NixConfiguration.variables(host.environment(), seesThePersonsConfiguration()));
      if (hasNetwork()) {
        environment.putAll(NixConfiguration.networkVariables(host.environment()));
        host.chosenCertificates().ifPresent(file -> environment.put("NIX_SSL_CERT_FILE", file));
      }
      environment.put(
          "NIX_REMOTE",
          switch (host.store()) {
            case StoreAccess.Daemon(Path socket) -> "unix://" + socket;
            case StoreAccess.Direct direct -> "local";
          });
      return environment;
    }

    private boolean hasNetwork() {
      return switch (step) {
        case FETCH -> true;
        case EVALUATE -> false;
        // What is missing is fetched by the daemon, if there is one.
        case REALISE -> host.store() instanceof StoreAccess.Direct;
      };
    }

    private boolean seesThePersonsConfiguration() {
      return step == Step.FETCH;
    }
  }

  /** What a confined run is for. */
  enum Step {
    /** Has the network and the person's tokens, and runs nothing from the project. */
    FETCH,
    /** Runs what the project says, and has nothing. */
    EVALUATE,
    /** Builds or downloads what a derivation says. */
    REALISE
  }
}
