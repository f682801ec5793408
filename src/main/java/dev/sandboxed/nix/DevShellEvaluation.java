package dev.sandboxed.nix;

import dev.sandboxed.nix.Confinement.Confined;
import dev.sandboxed.nix.Confinement.Step;
import dev.sandboxed.nix.flake.FlakeLock;
import dev.sandboxed.nix.flake.Installable;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.shell.DevEnvReader;
import dev.sandboxed.nix.source.FlakeFiles;
import dev.sandboxed.nix.source.SourceTree;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remedy;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The dev shell of a flake that an agent may have written, step by step, each step in a sandbox of
 * its own: find what it is made of, evaluate exactly that, build the result. Every step throws a
 * {@link UserFailure} with Nix's own words if Nix fails.
 */
public final class DevShellEvaluation {

  private final NixProcess process;
  private final NixHost host;
  private final Optional<Path> strace;
  private final Map<String, String> environment;
  private final Path home;
  private final Progress progress;
  private @Nullable NixSettings settings;

  /**
   * Starts nothing yet.
   *
   * @param programs the programs to run
   * @param environment the person's; little of it is passed on
   * @param home a lasting directory of sandboxed's for what Nix keeps between runs; each project
   *     has its own, and no two projects may share one
   * @throws UserFailure if the store is not on this machine
   */
  public DevShellEvaluation(
      NixPrograms programs,
      Map<String, String> environment,
      Path home,
      NixLimits limits,
      Progress progress) {
    this.process = new NixProcess(programs.nix(), programs.bubblewrap(), limits, progress);
    this.strace = programs.strace();
    List<Path> inside = new ArrayList<>(List.of(programs.nix()));
    strace.ifPresent(inside::add);
    this.host = NixHost.of(inside, environment);
    this.environment = environment;
    this.home = home;
    this.progress = progress;
  }

  /**
   * What a dev shell is made of, by evaluating it under strace; its locked inputs are fetched.
   *
   * @param scratch an empty directory of sandboxed's; the tree is made in it
   * @param beforeFetching is given the sources that will be asked for inputs that are not here, one
   *     line each; possibly nobody has looked at them yet, and any host that this machine can reach
   *     may be among them. If it throws, nothing is fetched
   * @throws UserFailure also if an input or its lock names something of this machine outside the
   *     project, and if strace is missing or may not trace
   */
  public Discovered discover(
      LocalFlake flake, Path scratch, Consumer<SortedSet<String>> beforeFetching) {
    Path tracer =
        strace.orElseThrow(() ->
            new UserFailure(
                Problem.of(
                    "devshell.no-strace",
                    "strace is not on PATH; it is needed to see what evaluating a dev shell reads",
                    Remedy.install("strace"))));
    progress.report("evaluating the dev shell " + flake.shown());
    return new Discovery(evaluator(), tracer, flake, settings(), scratch, beforeFetching, progress)
        .run();
  }

  /**
   * The derivation of a dev shell, evaluated from a tree and nothing else; what its lock names is
   * fetched first, over the network.
   *
   * @throws UserFailure also if the lock names something of this machine outside the project
   */
  public StorePath evaluate(LocalFlake flake, SourceTree tree) {
    FlakeLock lock = FlakeFiles.check(tree, flake);
    progress.report("evaluating the dev shell " + flake.shown());
    Expressions.Locked source = evaluator().add(tree);
    if (lock.remote()) {
      evaluator().fetch(source);
    }
    return evaluator().derivation(source, flake, settings(), Map.of(), List.of());
  }

  /**
   * Builds or downloads what a dev shell needs.
   *
   * @param root the link that keeps it from being garbage-collected; made in a directory that
   *     exists
   * @return its JSON, for {@link DevEnvReader}
   */
  public String realise(StorePath derivation, Path root) {
    progress.report("getting the dev shell");
    // Without network access itself, Nix would tell the daemon to download nothing.
    List<String> substitute =
        List.of("--option", "substitute", String.valueOf(settings().substitute()));
    return environment(Step.REALISE, derivation.path(), root, substitute);
  }

  /**
   * The dev shell of a flake on another machine, which a person named: evaluated with the network
   * and the person's Nix configuration, but without any file of this machine.
   *
   * @param root as for {@link #realise}
   */
  public String remote(Installable.Remote installable, Path root) {
    progress.report("evaluating the dev shell " + installable.words());
    return environment(Step.FETCH, installable.words(), root, List.of());
  }

  /** Whether what a dev shell builds can read this machine's files and reach the network. */
  public boolean buildsAreUnconfined() {
    return !settings().sandboxedBuilds();
  }

  private String environment(Step step, String installable, Path root, List<String> options) {
    Path directory = root.toAbsolutePath().resolveSibling("").normalize();
    return process.output(
        new NixRun(
            new Confined(host, home, step, Map.of(), Map.of(directory, directory)),
            "print-dev-env " + installable,
            "No file of this machine was visible to it.",
            List.of(),
            Stream.of(
                    List.of("print-dev-env", "--json", "--profile", root.toString()),
                    List.of("--no-write-lock-file", "--option", "accept-flake-config", "false"),
                    options,
                    List.of("--", installable))
                .flatMap(List::stream)
                .toList()));
  }

  private Evaluator evaluator() {
    return new Evaluator(process, host, home);
  }

  // Asked once, and outside any sandbox: it runs nobody's code.
  private NixSettings settings() {
    NixSettings known = settings;
    if (known == null) {
      Confinement.Leashed leashed = new Confinement.Leashed(Path.of("/"), environment);
      known =
          NixSettings.read(
              process.output(
                  NixRun.repeatable(leashed, "show-config", List.of("show-config", "--json"))));
      settings = known;
    }
    return known;
  }
}
