/** The commands that put MCP servers into sandboxes of their own. */
@NullMarked
package dev.sandboxed.cli.mcp;

import org.jspecify.annotations.NullMarked;
