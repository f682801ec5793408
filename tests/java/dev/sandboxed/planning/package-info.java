@NullMarked
package dev.sandboxed.planning;

import org.jspecify.annotations.NullMarked;
