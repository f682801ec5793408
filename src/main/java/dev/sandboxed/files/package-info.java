/** Reads files that may not be what their names promise. */
@NullMarked
package dev.sandboxed.files;

import org.jspecify.annotations.NullMarked;
