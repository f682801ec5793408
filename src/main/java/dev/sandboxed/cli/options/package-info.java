/** Options and words of the command line. */
@NullMarked
package dev.sandboxed.cli.options;

import org.jspecify.annotations.NullMarked;
