/** What a session was refused, why, and what would allow it. */
@NullMarked
package dev.sandboxed.denials;

import org.jspecify.annotations.NullMarked;
