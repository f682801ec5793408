@NullMarked
package dev.sandboxed.toml;

import org.jspecify.annotations.NullMarked;
