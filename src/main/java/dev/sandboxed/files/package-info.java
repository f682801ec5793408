/**
 * Reads files that may not be what their names promise, finds programs, and writes what only the
 * person may read.
 */
@NullMarked
package dev.sandboxed.files;

import org.jspecify.annotations.NullMarked;
