package dev.sandboxed.profile;

import dev.sandboxed.opening.Opening;
import dev.sandboxed.problem.Located;
import dev.sandboxed.profile.limits.LimitsRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One layer of requests: a profile, an agent definition or the command line. Layers are merged in
 * order, the later one above the earlier.
 *
 * @param name as shown to people, for example {@code profile web}
 * @param ide whether the agent reaches the editors that have the project open
 * @param openings whether something of this machine is inside, by what it is called
 * @param project what it says about the project
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
    Kernel kernel,
    Optional<Located<Boolean>> ide,
    Map<Opening, Located<Boolean>> openings,
    ProjectRequest project) {

  /**
   * What a layer says about the kernel.
   *
   * @param nestedUserNamespaces whether programs in the sandbox may make user namespaces themselves
   * @param limits how much a session may use up
   */
  public record Kernel(Optional<Located<Boolean>> nestedUserNamespaces, LimitsRequest limits) {

    public static final Kernel SILENT = new Kernel(Optional.empty(), LimitsRequest.SILENT);
  }

  /** A layer that says nothing else. */
  static Layer ofPaths(String name, List<PathRule> paths) {
    return of(name, NetworkRequest.SILENT, paths, List.of());
  }

  /** A layer that says nothing else. */
  public static Layer of(
      String name,
      NetworkRequest network,
      List<PathRule> paths,
      List<EnvironmentRule> environment) {
    return new Layer(
        name,
        network,
        Filesystem.of(paths),
        environment,
        List.of(),
        DevShellRequest.SILENT,
        Optional.empty(),
        Optional.empty(),
        AuditRequest.SILENT,
        Kernel.SILENT,
        Optional.empty(),
        Map.of(),
        ProjectRequest.SILENT);
  }

  public Layer {
    environment = List.copyOf(environment);
    packages = List.copyOf(packages);
    openings = Map.copyOf(openings);
  }

  /** The same with another request for the network. */
  public Layer with(NetworkRequest other) {
    return new Layer(
        name,
        other,
        filesystem,
        environment,
        packages,
        devShell,
        auth,
        state,
        audit,
        kernel,
        ide,
        openings,
        project);
  }

  /** The same with another request for what is written down. */
  public Layer with(AuditRequest other) {
    return new Layer(
        name,
        network,
        filesystem,
        environment,
        packages,
        devShell,
        auth,
        state,
        other,
        kernel,
        ide,
        openings,
        project);
  }

  /** The same, after other rules about paths and variables. */
  public Layer after(List<PathRule> paths, List<EnvironmentRule> variables) {
    return new Layer(
        name,
        network,
        filesystem.below(paths),
        Stream.concat(variables.stream(), environment.stream()).toList(),
        packages,
        devShell,
        auth,
        state,
        audit,
        kernel,
        ide,
        openings,
        project);
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

  /** What happens to something protected that appears in a session. */
  public enum NewTrap {
    /** The person is told. */
    REPORT,
    /** It is moved out of the project as well. */
    QUARANTINE;

    /** As a profile writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
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

  /**
   * What a layer says about the project.
   *
   * @param newTrap what happens to something protected that appears in a session
   * @param snapshot whether the agent works on the project or on a snapshot of it
   */
  public record ProjectRequest(
      Optional<Located<NewTrap>> newTrap, Optional<Located<Snapshot>> snapshot) {

    public static final ProjectRequest SILENT =
        new ProjectRequest(Optional.empty(), Optional.empty());

    /** Which snapshot a session works on. */
    public sealed interface Snapshot {

      /** None: it works on the project. */
      record None() implements Snapshot {}

      /** The one that was begun last, if one is open; otherwise a new one. */
      record Open() implements Snapshot {}

      /** A new one. */
      record New() implements Snapshot {}

      /** The one of that name, new or not. */
      record Named(String name) implements Snapshot {}

      // Short enough for a reference of git, and no word of a command line or path of its own.
      Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

      /** As a profile says it. */
      static Snapshot of(boolean wanted) {
        return wanted ? new Open() : new None();
      }

      /** As the command line says it; empty for what is no name. */
      static Optional<Snapshot> of(String word) {
        return switch (word) {
          case "" -> Optional.of(new Open());
          case "new" -> Optional.of(new New());
          default -> NAME.matcher(word).matches() ? Optional.of(new Named(word)) : Optional.empty();
        };
      }
    }
  }
}
