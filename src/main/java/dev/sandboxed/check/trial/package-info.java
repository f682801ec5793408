/** Tries the promises of a plan in a sandbox of it, and outside. */
@NullMarked
package dev.sandboxed.check.trial;

import org.jspecify.annotations.NullMarked;
