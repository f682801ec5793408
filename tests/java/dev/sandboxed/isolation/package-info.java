@NullMarked
package dev.sandboxed.isolation;

import org.jspecify.annotations.NullMarked;
