package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One layer of requests: a profile, an agent definition or the command line. Layers are merged in
 * order, the later one above the earlier.
 *
 * @param name as shown to people, for example {@code profile web}
 * @param packages installables whose closure and {@code bin/} join the sandbox
 */
public record Layer(
    String name,
    NetworkRequest network,
    Filesystem filesystem,
    List<EnvironmentRule> environment,
    List<Located<String>> packages,
    DevShellRequest devShell,
    Optional<Located<AuthMode>> auth,
    Optional<Located<StateScope>> state,
    AuditRequest audit,
    KernelRequest kernel) {

  /** A layer that says nothing else. */
  static Layer ofPaths(String name, List<PathRule> paths) {
    return new Layer(
        name,
        NetworkRequest.SILENT,
        Filesystem.of(paths),
        List.of(),
        List.of(),
        DevShellRequest.SILENT,
        Optional.empty(),
        Optional.empty(),
        AuditRequest.SILENT,
        KernelRequest.SILENT);
  }

  public Layer {
    environment = List.copyOf(environment);
    packages = List.copyOf(packages);
  }

  public List<PathRule> paths() {
    return filesystem.paths();
  }

  /**
   * What a layer says about files.
   *
   * @param masks what a masked file looks like
   * @param unmasked directories in which no pattern masks anything
   */
  public record Filesystem(
      List<PathRule> paths, Optional<Located<MaskStyle>> masks, List<Located<String>> unmasked) {

    public Filesystem {
      paths = List.copyOf(paths);
      unmasked = List.copyOf(unmasked);
    }

    /** The same, after other rules about paths. */
    Filesystem below(List<PathRule> others) {
      return new Filesystem(
          Stream.concat(others.stream(), paths.stream()).toList(), masks, unmasked);
    }

    /** Rules about paths, and nothing else. */
    public static Filesystem of(List<PathRule> paths) {
      return new Filesystem(paths, Optional.empty(), List.of());
    }
  }

  /** What a program finds in the place of a masked file. */
  public enum MaskStyle {
    /** An empty file, unless git would record that. */
    EMPTY,
    /** A file that cannot be opened. */
    CLOSED;

    /** As a profile writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
