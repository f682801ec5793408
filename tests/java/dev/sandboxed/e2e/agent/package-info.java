/** Real agents at work, and their state, logins and settings. */
@NullMarked
package dev.sandboxed.e2e.agent;

import org.jspecify.annotations.NullMarked;
