package dev.sandboxed.environment;

import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Origin;

/**
 * A store path that something in the plan names, so its closure must come along.
 *
 * @param required whether nothing can start without it; otherwise it may only be mentioned, and
 *     missing from the store
 */
public record StoreRoot(StorePath path, Origin origin, boolean required) {

  /** A store path that nothing can start without. */
  public StoreRoot(StorePath path, Origin origin) {
    this(path, origin, true);
  }
}
