package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds out which {@link KernelFiles} this kernel has. */
final class KernelFilesProbe {

  private static final Path PROC = Path.of("/proc");

  // Those that container engines mask (moby, oci/defaults.go: MaskedPaths); key-users beside keys;
  // fs, which names the file servers that the machine uses (nfsfs, cifs); cmdline, in which a
  // machine is given passwords and credentials (rd.iscsi.password, systemd.set_credential); and
  // what shows addresses of the kernel or the pages of other programs, mostly to root alone.
  private static final List<String> NAMES =
      List.of(
          "acpi",
          "asound",
          "cmdline",
          "fs",
          "interrupts",
          "kallsyms",
          "kcore",
          "key-users",
          "keys",
          "kpagecgroup",
          "kpagecount",
          "kpageflags",
          "latency_stats",
          "pagetypeinfo",
          "sched_debug",
          "scsi",
          "slabinfo",
          "sysrq-trigger",
          "timer_list",
          "timer_stats",
          "vmallocinfo");

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
