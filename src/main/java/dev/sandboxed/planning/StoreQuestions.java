package dev.sandboxed.planning;

import dev.sandboxed.environment.Environment;
import dev.sandboxed.files.FileFact;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.host.HostFacts;
import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.Provided;
import dev.sandboxed.launch.HookBash;
import dev.sandboxed.nix.NixPrograms;
import dev.sandboxed.nix.flake.Installable;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.shell.ActiveDevShell;
import dev.sandboxed.nix.shell.DevEnv;
import dev.sandboxed.nix.shell.DevEnvReader;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.problem.Located;
import dev.sandboxed.state.DevShells;
import dev.sandboxed.state.KnownClosures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What one plan needs to know from Nix, which is looked for only if there is a question. */
final class StoreQuestions implements LaterAnswers {

  private final Inquiry inquiry;
  private final HostFacts host;
  private final Path project;
  private final NixAccess nix;

  StoreQuestions(HostProbe probe, HostFacts host, Audience audience) {
    this.inquiry = probe.inquiry();
    this.host = host;
    this.project = host.project().directory();
    this.nix = new NixAccess(probe, audience, project, () -> host.bubblewrap().program());
  }

  /**
   * What the settings ask Nix for.
   *
   * @param steering finds the globs of what steers agents; asked only if there is a dev shell
   */
  NixAnswers answers(Settings settings, Supplier<List<String>> steering) {
    Optional<DevEnv> shell = settings.devShell().map(Located::value).map(this::devEnv);
    return new NixAnswers(
        shell, packages(settings), shell.isPresent() ? steering.get() : List.of());
  }

  private DevEnv devEnv(String installable) {
    return installable.equals(ActiveDevShell.INSTALLABLE)
        ? ActiveDevShell.in(
            new ProfileLinks(inquiry, project, host.toolDirectories().state())
                .resolved(inquiry.environment()))
        : DevEnvReader.read(evaluated(installable), installable);
  }

  private List<Policy.NixPackage> packages(Settings settings) {
    List<Policy.NixPackage> packages = new ArrayList<>();
    for (Located<String> installable : settings.packages()) {
      inquiry.once(installable.value());
      packages.add(
          new Policy.NixPackage(
              installable, nix.cli().build(project, List.of(installable.value()))));
    }
    return packages;
  }

  @Override
  public Path hookBash(Environment sandbox) {
    return HookBash.of(inquiry, sandbox);
  }

  @Override
  public boolean has(StorePath path) {
    return PathProbe.look(inquiry, Path.of(path.path())).kind() != FileFact.Kind.MISSING;
  }

  @Override
  public StoreClosure closure(List<StorePath> roots) {
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
    KnownClosures known = new KnownClosures(inquiry, host.toolDirectories().cache());
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
          new LocalDevShell(LocalFlake.of(inquiry, local, project), nix, inquiry, state).json();
      case Installable.Remote remote -> {
        inquiry.once(words);
        // First of all, because a machine without Nix should get none of what follows.
        NixPrograms programs = nix.programs();
        DevShells shells = new DevShells(inquiry, state);
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
