package dev.sandboxed.nix.store;

import java.util.List;

/**
 * Store paths and everything they need at run time.
 *
 * @param paths sorted, without duplicates
 * @param bytes the size of all of them together, as Nix counts it (NAR size)
 */
public record StoreClosure(List<StorePath> paths, long bytes) {

  public static final StoreClosure EMPTY = new StoreClosure(List.of(), 0);

  public StoreClosure {
    paths = List.copyOf(paths);
  }
}
