package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
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

  static KernelFiles look(Inquiry inquiry) {
    return new KernelFiles(
        readable(inquiry).filter(inquiry::isFile).toList(),
        readable(inquiry).filter(inquiry::isDirectory).toList());
  }

  private static Stream<Path> readable(Inquiry inquiry) {
    return NAMES.stream().map(PROC::resolve).filter(inquiry::isReadable);
  }
}
