@NullMarked
package dev.sandboxed.denials.tried;

import org.jspecify.annotations.NullMarked;
