/** Completion for shells, and man pages. */
@NullMarked
package dev.sandboxed.cli.shell;

import org.jspecify.annotations.NullMarked;
