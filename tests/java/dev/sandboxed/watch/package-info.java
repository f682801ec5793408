/** Tests of what is kept of the questions on the way to a plan. */
@NullMarked
package dev.sandboxed.watch;

import org.jspecify.annotations.NullMarked;
