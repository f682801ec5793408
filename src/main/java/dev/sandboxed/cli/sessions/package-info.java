/** The commands beside a session: which ones run, what they reach, and what they were refused. */
@NullMarked
package dev.sandboxed.cli.sessions;

import org.jspecify.annotations.NullMarked;
