/** The tools that people have beside their machine's own work inside. */
@NullMarked
package dev.sandboxed.e2e.tools;

import org.jspecify.annotations.NullMarked;
