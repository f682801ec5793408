/** Namespaces, and how bubblewrap is told to isolate, by whoever starts it. Pure. */
@NullMarked
package dev.sandboxed.isolation;

import org.jspecify.annotations.NullMarked;
