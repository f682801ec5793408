/** The commands a person types, and the one place that prints errors and picks exit codes. */
@NullMarked
package dev.sandboxed.cli;

import org.jspecify.annotations.NullMarked;
