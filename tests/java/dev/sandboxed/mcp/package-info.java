@NullMarked
package dev.sandboxed.mcp;

import org.jspecify.annotations.NullMarked;
