@NullMarked
package dev.sandboxed.problem;

import org.jspecify.annotations.NullMarked;
