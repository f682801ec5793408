/** What is where the sandbox will see it: patterns, sockets, closed directories. */
@NullMarked
package dev.sandboxed.host.survey;

import org.jspecify.annotations.NullMarked;
