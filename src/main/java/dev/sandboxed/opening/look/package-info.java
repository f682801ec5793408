/** Finds where this machine has what can be opened by its name. */
@NullMarked
package dev.sandboxed.opening.look;

import org.jspecify.annotations.NullMarked;
