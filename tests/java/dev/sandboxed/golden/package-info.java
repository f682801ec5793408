@NullMarked
package dev.sandboxed.golden;

import org.jspecify.annotations.NullMarked;
