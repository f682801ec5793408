/** The sandbox's variables, and a dev shell's part in them. */
@NullMarked
package dev.sandboxed.environment;

import org.jspecify.annotations.NullMarked;
