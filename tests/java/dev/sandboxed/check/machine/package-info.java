@NullMarked
package dev.sandboxed.check.machine;

import org.jspecify.annotations.NullMarked;
