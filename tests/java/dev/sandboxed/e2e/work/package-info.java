/** Work that people have their agents do, with the real programs. */
@NullMarked
package dev.sandboxed.e2e.work;

import org.jspecify.annotations.NullMarked;
