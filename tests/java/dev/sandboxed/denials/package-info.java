@NullMarked
package dev.sandboxed.denials;

import org.jspecify.annotations.NullMarked;
