/** The promises of a plan, how each is tried, and what is said of it. */
@NullMarked
package dev.sandboxed.check;

import org.jspecify.annotations.NullMarked;
