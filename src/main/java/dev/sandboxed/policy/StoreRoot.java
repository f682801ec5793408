package dev.sandboxed.policy;

import dev.sandboxed.nix.StorePath;
import dev.sandboxed.problem.Origin;

/**
 * A store path that something in the plan names, and whose closure has to come along.
 *
 * @param required whether nothing can start without it; otherwise it may be that it is only spoken
 *     of, and in no store
 */
public record StoreRoot(StorePath path, Origin origin, boolean required) {

  /** One that nothing can start without. */
  public StoreRoot(StorePath path, Origin origin) {
    this(path, origin, true);
  }
}
