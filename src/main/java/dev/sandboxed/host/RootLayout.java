package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How programs are laid out on this machine, which decides what the root of a sandbox consists of.
 */
public sealed interface RootLayout {

  /** The files and directories of {@code /etc} that every sandbox shows. */
  List<Path> etc();

  /**
   * A machine with {@code /usr}.
   *
   * @param links the root's symlinks into {@code /usr}, for example {@code /bin} to {@code usr/bin}
   * @param directories root directories of programs that are not symlinks, on machines that have
   *     not merged {@code /usr}
   * @param etc the files and directories of {@code /etc} that programs need and that exist; nothing
   *     secret
   */
  record Usr(Map<Path, String> links, List<Path> directories, List<Path> etc)
      implements RootLayout {
    public Usr {
      links = Map.copyOf(links);
      directories = List.copyOf(directories);
      etc = List.copyOf(etc);
    }
  }

  /**
   * A machine whose programs all live in the Nix store, as on NixOS.
   *
   * @param tools the base tools that were found: their places in the store, by the names they are
   *     called by
   * @param etc as for {@link Usr}
   */
  record Store(Map<String, Path> tools, List<Path> etc) implements RootLayout {
    public Store {
      tools = Map.copyOf(tools);
      etc = List.copyOf(etc);
    }
  }
}
