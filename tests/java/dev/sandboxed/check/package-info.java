@NullMarked
package dev.sandboxed.check;

import org.jspecify.annotations.NullMarked;
