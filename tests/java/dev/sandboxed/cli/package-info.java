@NullMarked
package dev.sandboxed.cli;

import org.jspecify.annotations.NullMarked;
