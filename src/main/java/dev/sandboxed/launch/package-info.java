/** Writes the plan directory that the launcher executes. */
@NullMarked
package dev.sandboxed.launch;

import org.jspecify.annotations.NullMarked;
