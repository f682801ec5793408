/** What was seen of a session's system calls. It is src/main/perl/observed that writes it down. */
@NullMarked
package dev.sandboxed.observed;

import org.jspecify.annotations.NullMarked;
