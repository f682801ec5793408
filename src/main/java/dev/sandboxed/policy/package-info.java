/** Merges all layers into one policy. */
@NullMarked
package dev.sandboxed.policy;

import org.jspecify.annotations.NullMarked;
