/** Keeps what a plan asked of the world, with a mark of each answer. */
@NullMarked
package dev.sandboxed.watch;

import org.jspecify.annotations.NullMarked;
