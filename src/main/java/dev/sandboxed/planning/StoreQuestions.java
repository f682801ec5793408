package dev.sandboxed.planning;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.Provided;
import dev.sandboxed.nix.ActiveDevShell;
import dev.sandboxed.nix.DevEnv;
import dev.sandboxed.nix.DevEnvReader;
import dev.sandboxed.nix.NixPrograms;
import dev.sandboxed.nix.StoreClosure;
import dev.sandboxed.nix.StorePath;
import dev.sandboxed.nix.flake.Installable;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.plan.StoreMounts;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.state.DevShells;
import dev.sandboxed.state.KnownClosures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What one plan needs to know from Nix, which is looked for only if there is a question. */
final class StoreQuestions {

  private final Map<String, String> environment;
  private final HostFacts host;
  private final Path project;
  private final NixAccess nix;

  StoreQuestions(Map<String, String> environment, HostFacts host, Audience audience) {
    this.environment = environment;
    this.host = host;
    this.project = host.project().directory();
    this.nix = new NixAccess(environment, audience, project, () -> host.bubblewrap().program());
  }

  /**
   * The dev shell that the settings ask for, as far as it is forwarded.
   *
   * @param steering finds the globs of what steers agents, which no dev shell sets
   */
  ForwardedShell devShell(Settings settings, Supplier<List<String>> steering) {
    return settings
        .devShell()
        .map(Located::value)
        .map(installable ->
            ForwardedShell.of(
                devEnv(installable), project, settings.shellHook().value(), steering.get()))
        .orElse(ForwardedShell.NONE);
  }

  private DevEnv devEnv(String installable) {
    return installable.equals(ActiveDevShell.INSTALLABLE)
        ? ActiveDevShell.in(environment)
        : DevEnvReader.read(evaluated(installable), installable);
  }

  /** The packages that the settings ask for, built. */
  List<Policy.NixPackage> packages(Settings settings) {
    List<Policy.NixPackage> packages = new ArrayList<>();
    for (Located<String> installable : settings.packages()) {
      packages.add(
          new Policy.NixPackage(
              installable, nix.cli().build(project, List.of(installable.value()))));
    }
    return packages;
  }

  /** The closure of everything in the plan that lies in the store, each path with its reason. */
  StoreMounts closure(List<StoreRoot> roots, List<Path> agentPaths) {
    List<StoreRoot> all =
        Stream.concat(
                roots.stream(),
                agentPaths.stream()
                    .flatMap(path -> StorePath.containing(path.toString()).stream())
                    .map(path -> new StoreRoot(path, new Origin.Host("the agent's program"))))
            .toList();
    if (all.isEmpty()) {
      return StoreMounts.NONE;
    }
    StoreClosure closure = closure(all.stream().map(StoreRoot::path).toList());
    Map<Path, Origin> reasons = new TreeMap<>();
    Origin needed = new Origin.BuiltIn("needed at run time by what is above");
    closure.paths().forEach(path -> reasons.put(Path.of(path.path()), needed));
    all.forEach(root -> reasons.put(Path.of(root.path().path()), root.origin()));
    return new StoreMounts(reasons, closure.bytes());
  }

  private StoreClosure closure(List<StorePath> roots) {
    Provided provided = host.provided();
    List<StorePath> known =
        provided.closure().stream()
            .flatMap(path -> StorePath.containing(path.toString()).stream())
            .toList();
    return Set.copyOf(known).containsAll(roots)
        ? new StoreClosure(known, provided.bytes())
        : asked(roots);
  }

  private StoreClosure asked(List<StorePath> roots) {
    KnownClosures known = new KnownClosures(host.toolDirectories().cache());
    List<String> names = roots.stream().map(StorePath::path).toList();
    return known
        .of(names)
        .flatMap(StoreQuestions::remembered)
        .orElseGet(() -> {
          StoreClosure closure = nix.cli().closure(roots);
          List<String> paths = closure.paths().stream().map(StorePath::path).toList();
          known.remember(names, new KnownClosures.Closure(paths, closure.bytes()));
          return closure;
        });
  }

  /** Empty if it contains anything other than store paths. */
  private static Optional<StoreClosure> remembered(KnownClosures.Closure closure) {
    List<StorePath> paths =
        closure.paths().stream().flatMap(path -> StorePath.of(path).stream()).toList();
    return Optional.of(new StoreClosure(paths, closure.bytes()))
        .filter(whole -> paths.size() == closure.paths().size());
  }

  private String evaluated(String words) {
    Path state = host.toolDirectories().state();
    return switch (Installable.of(words, project)) {
      case Installable.Local local ->
          new LocalDevShell(LocalFlake.of(local, project), nix, state).json();
      case Installable.Remote remote -> {
        // First of all, because a machine without Nix should get none of what follows.
        NixPrograms programs = nix.programs();
        DevShells shells = new DevShells(state);
        // It may name something else tomorrow, so nothing is kept.
        yield shells.inScratch(
            project,
            scratch ->
                nix.evaluation(programs, shells.nixHome(project))
                    .remote(remote, scratch.resolve("root")));
      }
    };
  }
}
