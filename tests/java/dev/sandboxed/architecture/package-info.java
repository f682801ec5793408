@NullMarked
package dev.sandboxed.architecture;

import org.jspecify.annotations.NullMarked;
