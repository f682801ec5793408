/** Merges all layers into one {@link dev.sandboxed.policy.ResolvedPolicy}. Pure. */
@NullMarked
package dev.sandboxed.policy;

import org.jspecify.annotations.NullMarked;
