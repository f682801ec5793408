@NullMarked
package dev.sandboxed.export;

import org.jspecify.annotations.NullMarked;
