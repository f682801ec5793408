/** Puts what was written down for programs of others where a person wants it. */
@NullMarked
package dev.sandboxed.export.write;

import org.jspecify.annotations.NullMarked;
