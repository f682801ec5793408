package dev.sandboxed.policy;

import dev.sandboxed.host.HostFacts;
import dev.sandboxed.problem.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Decides which parts of {@code /proc} and {@code /dev} are covered. */
final class KernelPaths {

  private static final Origin SHARED = new Origin.BuiltIn("no namespace separates it");

  // Bubblewrap's process inside has the agent's user id, so the agent could write its memory.
  private static final KernelPath FIRST_PROCESS =
      new KernelPath.HiddenDirectory(
          Path.of("/proc/1"), new Origin.BuiltIn("it ends the sandbox with the session"));

  private static final KernelPath SETTINGS =
      new KernelPath.ReadOnly(
          Path.of("/proc"), new Origin.BuiltIn("the kernel's settings belong to root"));

  // Those that bubblewrap shows in every sandbox: they are the machine's own.
  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  private KernelPaths() {}

  static List<KernelPath> of(HostFacts host) {
    Stream<KernelPath> files =
        host.system().kernelFiles().files().stream()
            .map(path -> new KernelPath.HiddenFile(path, SHARED));
    Stream<KernelPath> directories =
        host.system().kernelFiles().directories().stream()
            .map(path -> new KernelPath.HiddenDirectory(path, SHARED));
    boolean root = host.person().uid() == 0;
    // The kernel's settings belong to uid 0 and need no capability: /proc/sys/kernel/core_pattern
    // names a program that the kernel starts outside. bwrap covers
    // them only where access(2) says that their directory is writable, which it never is.
    Stream<KernelPath> settings = root ? Stream.of(SETTINGS) : Stream.empty();
    // So do devices: whoever owns /dev/null can take it from everybody else (chmod 0).
    Stream<KernelPath> devices =
        root && host.bubblewrap().perl().isPresent()
            ? DEVICES.stream().map(KernelPaths::fixed)
            : Stream.empty();
    return Stream.of(files, directories, Stream.of(FIRST_PROCESS), settings, devices)
        .flatMap(paths -> paths)
        .toList();
  }

  private static KernelPath fixed(String device) {
    return new KernelPath.FixedDevice(
        Path.of("/dev", device), new Origin.BuiltIn("the machine's devices belong to root"));
  }
}
