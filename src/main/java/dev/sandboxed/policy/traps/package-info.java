/** What is protected by name and not there: what to look for when a session has ended. */
@NullMarked
package dev.sandboxed.policy.traps;

import org.jspecify.annotations.NullMarked;
