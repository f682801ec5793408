/** Which rule wins at a path. */
@NullMarked
package dev.sandboxed.policy.paths;

import org.jspecify.annotations.NullMarked;
