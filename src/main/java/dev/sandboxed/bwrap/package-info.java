/** Writes a plan down as bubblewrap arguments and a system call filter. Pure. */
@NullMarked
package dev.sandboxed.bwrap;

import org.jspecify.annotations.NullMarked;
