/** Reads profiles and agent definitions. */
@NullMarked
package dev.sandboxed.profile;

import org.jspecify.annotations.NullMarked;
