/** Completion for shells, and the man page. */
@NullMarked
package dev.sandboxed.cli.shell;

import org.jspecify.annotations.NullMarked;
