/** How a session is held to its limits on this machine. */
@NullMarked
package dev.sandboxed.policy.limits;

import org.jspecify.annotations.NullMarked;
