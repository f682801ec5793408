package dev.sandboxed.host;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.host.survey.EtcProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds out what the root of this machine is made of. */
final class LayoutProbe {

  // The root's directories of programs and libraries, from the Filesystem Hierarchy Standard and
  // Debian's multilib.
  private static final List<String> PROGRAMS =
      List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  // What packages build for their programs when they are installed: TeX's formats, dictionaries,
  // Haskell's list of packages. Links in /usr lead there. Nothing of it is anybody's own.
  private static final List<String> BUILT =
      List.of("aspell", "dictionaries-common", "emacsen-common", "ghc", "ghostscript", "texmf");

  // Enough for an agent's shell tool to look around, read, search and edit, and for git.
  private static final List<String> STORE_TOOLS =
      List.of(
          "bash", "env", "git", "grep", "sed", "awk", "find", "xargs", "diff", "patch", "tar",
          "gzip", "less", "ps", "which", "curl", "rg", "ssh");

  private LayoutProbe() {}

  static RootLayout probe(Programs programs) {
    Inquiry inquiry = programs.inquiry();
    List<Path> etc = EtcProbe.look(inquiry);
    return inquiry.exists(Path.of("/usr/bin/sh")) || inquiry.exists(Path.of("/usr/lib"))
        ? usr(inquiry, etc)
        : store(programs, etc);
  }

  private static RootLayout usr(Inquiry inquiry, List<Path> etc) {
    Map<Path, String> links = new TreeMap<>();
    List<Path> directories = new ArrayList<>();
    directories.add(Path.of("/usr"));
    for (String name : PROGRAMS) {
      Path path = Path.of(name);
      if (inquiry.isSymlink(path)) {
        links.put(path, target(inquiry, path));
      } else if (inquiry.isDirectory(path)) {
        directories.add(path);
      }
    }
    BUILT.stream()
        .map(Path.of("/var/lib")::resolve)
        .filter(inquiry::isDirectory)
        .forEach(directories::add);
    return new RootLayout.Usr(links, directories, etc);
  }

  private static RootLayout store(Programs programs, List<Path> etc) {
    Map<String, Path> tools = new TreeMap<>();
    for (String name : STORE_TOOLS) {
      programs
          .find(name)
          .map(program -> PathProbe.look(programs.inquiry(), program).real())
          .filter(real -> real.startsWith("/nix/store"))
          .ifPresent(real -> tools.put(name, real));
    }
    return new RootLayout.Store(tools, etc);
  }

  private static String target(Inquiry inquiry, Path link) {
    try {
      return inquiry.target(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
