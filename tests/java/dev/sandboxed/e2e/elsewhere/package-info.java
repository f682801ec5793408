/** A sandbox as programs of others make it. */
@NullMarked
package dev.sandboxed.e2e.elsewhere;

import org.jspecify.annotations.NullMarked;
