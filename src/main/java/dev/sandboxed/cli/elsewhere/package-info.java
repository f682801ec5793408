/** The commands that bring settings of other tools here, and a sandbox to other tools. */
@NullMarked
package dev.sandboxed.cli.elsewhere;

import org.jspecify.annotations.NullMarked;
