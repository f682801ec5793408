@NullMarked
package dev.sandboxed.names;

import org.jspecify.annotations.NullMarked;
