/** Finds MCP servers in settings, drafts a profile for each, and has them start in it. */
@NullMarked
package dev.sandboxed.mcp;

import org.jspecify.annotations.NullMarked;
