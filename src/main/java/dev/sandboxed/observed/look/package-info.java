/** Reads what was seen of a session, and looks which of it this machine has. */
@NullMarked
package dev.sandboxed.observed.look;

import org.jspecify.annotations.NullMarked;
