@NullMarked
package dev.sandboxed.environment;

import org.jspecify.annotations.NullMarked;
