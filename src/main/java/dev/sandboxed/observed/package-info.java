/** What was seen of a session's system calls, as src/main/bash/observe writes it down. */
@NullMarked
package dev.sandboxed.observed;

import org.jspecify.annotations.NullMarked;
