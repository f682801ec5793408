/** Tests of what is followed. */
@NullMarked
package dev.sandboxed.follow;

import org.jspecify.annotations.NullMarked;
