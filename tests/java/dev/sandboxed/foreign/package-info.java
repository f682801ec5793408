@NullMarked
package dev.sandboxed.foreign;

import org.jspecify.annotations.NullMarked;
