@NullMarked
package dev.sandboxed.opening.rules;

import org.jspecify.annotations.NullMarked;
