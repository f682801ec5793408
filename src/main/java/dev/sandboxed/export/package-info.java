/** Writes a plan down for programs of others that make sandboxes. */
@NullMarked
package dev.sandboxed.export;

import org.jspecify.annotations.NullMarked;
