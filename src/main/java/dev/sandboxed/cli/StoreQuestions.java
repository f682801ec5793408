package dev.sandboxed.cli;

import dev.sandboxed.host.HostProbe;
import dev.sandboxed.host.Programs;
import dev.sandboxed.nix.ActiveDevShell;
import dev.sandboxed.nix.DevEnv;
import dev.sandboxed.nix.DevEnvReader;
import dev.sandboxed.nix.FreshDevShell;
import dev.sandboxed.nix.NixCli;
import dev.sandboxed.nix.NixLimits;
import dev.sandboxed.nix.NixProgram;
import dev.sandboxed.nix.NixPrograms;
import dev.sandboxed.nix.Progress;
import dev.sandboxed.nix.StoreClosure;
import dev.sandboxed.nix.StorePath;
import dev.sandboxed.plan.StoreMounts;
import dev.sandboxed.policy.ForwardedShell;
import dev.sandboxed.policy.Policy;
import dev.sandboxed.policy.Settings;
import dev.sandboxed.policy.StoreRoot;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one plan needs to know from Nix. Nix is only looked for where something is asked. */
final class StoreQuestions {

  private final Map<String, String> environment;
  private final Path bubblewrap;
  private final Path project;
  private final Streams streams;

  StoreQuestions(Map<String, String> environment, Path bubblewrap, Path project, Streams streams) {
    this.environment = environment;
    this.bubblewrap = bubblewrap;
    this.project = project;
    this.streams = streams;
  }

  /** The dev shell that the settings ask for, as far as it is forwarded. */
  ForwardedShell devShell(Settings settings) {
    return settings
        .devShell()
        .map(Located::value)
        .map(installable -> ForwardedShell.of(devEnv(installable)))
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
          new Policy.NixPackage(installable, nix().build(project, List.of(installable.value()))));
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
    StoreClosure closure = nix().closure(all.stream().map(StoreRoot::path).toList());
    Map<Path, Origin> reasons = new TreeMap<>();
    Origin needed = new Origin.BuiltIn("needed at run time by what is above");
    closure.paths().forEach(path -> reasons.put(Path.of(path.path()), needed));
    all.forEach(root -> reasons.put(Path.of(root.path().path()), root.origin()));
    return new StoreMounts(reasons, closure.bytes());
  }

  private String evaluated(String installable) {
    Map<String, String> own = ownEnvironment();
    NixPrograms nix = new NixPrograms(NixProgram.find(own), bubblewrap, programs().find("strace"));
    return FreshDevShell.json(nix, own, project, installable, progress());
  }

  private NixCli nix() {
    Map<String, String> own = ownEnvironment();
    return new NixCli(NixProgram.find(own), bubblewrap, own, NixLimits.DEFAULT, progress());
  }

  // Nix starts git by name, and asks nobody whose it is.
  private Map<String, String> ownEnvironment() {
    return programs().environment(environment);
  }

  private Programs programs() {
    return Programs.on(new HostProbe(environment).path()).outside(project);
  }

  private Progress progress() {
    return streams.terminal() ? streams::say : Progress.SILENT;
  }
}
