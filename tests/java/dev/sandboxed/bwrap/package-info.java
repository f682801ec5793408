@NullMarked
package dev.sandboxed.bwrap;

import org.jspecify.annotations.NullMarked;
