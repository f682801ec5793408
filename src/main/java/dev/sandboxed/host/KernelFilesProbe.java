package dev.sandboxed.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds out which {@link KernelFiles} this kernel has. */
final class KernelFilesProbe {

  private static final Path PROC = Path.of("/proc");

  // Those that container engines mask (moby, oci/defaults.go: MaskedPaths), key-users beside keys,
  // and fs, which names the file servers that the machine uses (nfsfs, cifs).
  private static final List<String> NAMES =
      List.of(
          "acpi",
          "asound",
          "fs",
          "interrupts",
          "kcore",
          "key-users",
          "keys",
          "latency_stats",
          "sched_debug",
          "scsi",
          "timer_list",
          "timer_stats");

  private KernelFilesProbe() {}

  static KernelFiles look() {
    return new KernelFiles(
        readable().filter(Files::isRegularFile).toList(),
        readable().filter(Files::isDirectory).toList());
  }

  private static Stream<Path> readable() {
    return NAMES.stream().map(PROC::resolve).filter(Files::isReadable);
  }
}
