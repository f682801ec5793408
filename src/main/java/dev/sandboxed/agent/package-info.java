/** Finding the agent on this machine, and fetching it. */
@NullMarked
package dev.sandboxed.agent;

import org.jspecify.annotations.NullMarked;
