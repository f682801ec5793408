/** What a command will probably need, begun beside it. */
@NullMarked
package dev.sandboxed.ahead;

import org.jspecify.annotations.NullMarked;
