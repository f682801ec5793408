package dev.sandboxed.bwrap;

import dev.sandboxed.isolation.FixedDevices;
import dev.sandboxed.isolation.GatheredMounts;
import dev.sandboxed.isolation.MountedLinks;
import dev.sandboxed.isolation.PrivateMounts;
import dev.sandboxed.isolation.ProjectLayer;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.Driver;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.Words;
import dev.sandboxed.policy.KernelPath;
import dev.sandboxed.seccomp.FilterProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a plan with bubblewrap.
 *
 * @param program bubblewrap
 * @param unshare bubblewrap is started behind it, if this machine allows that
 */
public record BwrapDriver(Path program, Optional<Path> unshare, Optional<Path> perl)
    implements Driver {

  // The names of the files, as src/main/bash/launch reads them.
  private static final String PROGRAM = "bwrap";
  private static final String ARGUMENTS = "bwrap.args";
  private static final String ENTRANCE = "entrance";
  private static final String PLACES = "snapshot/places";
  private static final String SECCOMP = "seccomp.bpf";

  @Override
  public Map<String, byte[]> files(SandboxPlan plan, Path directory) {
    List<Gathered> gathered = perl.isPresent() ? Gathered.of(plan) : List.of();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(PROGRAM, Words.bytes(List.of(program.toString())));
    files.put(ARGUMENTS, Words.bytes(BwrapArguments.of(plan, directory, gathered)));
    files.put(ENTRANCE, Words.bytes(entrance(plan, directory, gathered.size())));
    files.put(BwrapArguments.EMPTY, new byte[0]);
    files.put(SECCOMP, FilterProgram.of(plan.isolation().systemCalls().value()));
    if (plan.workplace().snapshot().isPresent()) {
      files.put(PLACES, Words.bytes(places(plan)));
    }
    for (int number = 0; number < gathered.size(); number++) {
      files.put(Gathered.list(number), Words.bytes(gathered.get(number).words()));
    }
    return files;
  }

  /** Where something is mounted in the project, or comes from there, relative to it. */
  private static List<String> places(SandboxPlan plan) {
    return plan.mounts().stream()
        .flatMap(step ->
            Stream.concat(Stream.of(step.path()), MountTree.source(step, step.path()).stream()))
        .filter(path -> path.startsWith(plan.project()) && !path.equals(plan.project()))
        .map(path -> plan.project().relativize(path).toString())
        .distinct()
        .toList();
  }

  /** The command that bubblewrap is started behind; empty if this machine forbids it. */
  private List<String> entrance(SandboxPlan plan, Path directory, int gathered) {
    List<String> words =
        new ArrayList<>(
            switch (plan.network().value()) {
              // Behind the one of the network.
              case NetworkTier.InternetOnly _, NetworkTier.Allowlist _ -> List.of();
              case NetworkTier.Full _, NetworkTier.None _ ->
                  unshare.map(found -> PrivateMounts.behind(found, List.of())).orElse(List.of());
            });
    plan.workplace()
        .snapshot()
        .ifPresent(snapshot ->
            words.addAll(
                ProjectLayer.behind(
                    perl.orElseThrow(),
                    plan.project(),
                    snapshot.directory(),
                    directory.resolve(PLACES))));
    List<MountedLinks.Link> links =
        plan.mounts(MountStep.OwnCopy.class).stream()
            .map(copy -> new MountedLinks.Link(copy.link(), copy.path()))
            .toList();
    if (!links.isEmpty()) {
      words.addAll(MountedLinks.behind(perl.orElseThrow(), links));
    }
    List<Path> devices = devices(plan);
    if (!devices.isEmpty() && perl.isPresent()) {
      words.addAll(FixedDevices.behind(perl.get(), devices));
    }
    if (gathered > 0) {
      words.addAll(
          GatheredMounts.behind(
              perl.orElseThrow(),
              IntStream.range(0, gathered)
                  .mapToObj(number -> directory.resolve(Gathered.list(number)))
                  .toList()));
    }
    return List.copyOf(words);
  }

  /** Those that nobody inside may change. */
  private static List<Path> devices(SandboxPlan plan) {
    return Stream.concat(
            plan.isolation().kernelPaths().stream()
                .filter(KernelPath.FixedDevice.class::isInstance)
                .map(KernelPath::path),
            plan.mounts(MountStep.Device.class).stream().map(MountStep.Device::source))
        .distinct()
        .toList();
  }

  @Override
  public List<String> closedFiles() {
    return List.of(BwrapArguments.MASK);
  }

  @Override
  public Map<String, Integer> descriptors() {
    return Map.of(
        "arguments",
        BwrapArguments.ARGUMENTS_FD,
        "variables",
        BwrapArguments.VARIABLES_FD,
        "seccomp",
        BwrapArguments.SECCOMP_FD);
  }
}
