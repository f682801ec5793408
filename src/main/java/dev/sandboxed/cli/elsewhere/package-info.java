/** The commands that bring settings of other tools here. */
@NullMarked
package dev.sandboxed.cli.elsewhere;

import org.jspecify.annotations.NullMarked;
