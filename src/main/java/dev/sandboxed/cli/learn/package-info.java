/** The command that records a session, and proposes a profile of what that needed. */
@NullMarked
package dev.sandboxed.cli.learn;

import org.jspecify.annotations.NullMarked;
