/** Writes what only the person may read, under locks, and removes what is left over. */
@NullMarked
package dev.sandboxed.files.write;

import org.jspecify.annotations.NullMarked;
