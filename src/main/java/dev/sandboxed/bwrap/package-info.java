/** Writes a plan down as bubblewrap's arguments. */
@NullMarked
package dev.sandboxed.bwrap;

import org.jspecify.annotations.NullMarked;
