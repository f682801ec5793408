/** What of a file is masked, and what programs find in its place. */
@NullMarked
package dev.sandboxed.policy.masks;

import org.jspecify.annotations.NullMarked;
