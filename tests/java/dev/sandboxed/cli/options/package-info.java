@NullMarked
package dev.sandboxed.cli.options;

import org.jspecify.annotations.NullMarked;
