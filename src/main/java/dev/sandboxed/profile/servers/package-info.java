/** Reads what is known of MCP servers. */
@NullMarked
package dev.sandboxed.profile.servers;

import org.jspecify.annotations.NullMarked;
