/** What a recorded session needed, as statements of a profile. */
@NullMarked
package dev.sandboxed.learn;

import org.jspecify.annotations.NullMarked;
