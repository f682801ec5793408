/** A session that is recorded, and the profile that is learned from it. */
@NullMarked
package dev.sandboxed.e2e.learn;

import org.jspecify.annotations.NullMarked;
