@NullMarked
package dev.sandboxed.learn;

import org.jspecify.annotations.NullMarked;
