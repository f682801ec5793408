@NullMarked
package dev.sandboxed.opening.look;

import org.jspecify.annotations.NullMarked;
