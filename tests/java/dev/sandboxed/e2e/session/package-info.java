/** A session from its launch to its end: terminal, streams, signals, and what is kept and left. */
@NullMarked
package dev.sandboxed.e2e.session;

import org.jspecify.annotations.NullMarked;
