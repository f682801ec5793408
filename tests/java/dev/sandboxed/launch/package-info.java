@NullMarked
package dev.sandboxed.launch;

import org.jspecify.annotations.NullMarked;
