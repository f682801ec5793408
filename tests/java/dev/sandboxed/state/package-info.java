@NullMarked
package dev.sandboxed.state;

import org.jspecify.annotations.NullMarked;
