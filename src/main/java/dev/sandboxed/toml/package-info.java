/** Reads TOML: keys, shapes, positions, and what is accepted. */
@NullMarked
package dev.sandboxed.toml;

import org.jspecify.annotations.NullMarked;
