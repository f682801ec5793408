package dev.sandboxed.policy;

import dev.sandboxed.nix.StorePath;
import dev.sandboxed.problem.Origin;

/** A store path that something in the plan names, and whose closure has to come along. */
public record StoreRoot(StorePath path, Origin origin) {}
