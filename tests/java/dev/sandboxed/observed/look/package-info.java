/** Tests of looking at what was seen of a session. */
@NullMarked
package dev.sandboxed.observed.look;

import org.jspecify.annotations.NullMarked;
