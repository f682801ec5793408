@NullMarked
package dev.sandboxed.git;

import org.jspecify.annotations.NullMarked;
