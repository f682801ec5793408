@NullMarked
package dev.sandboxed.host;

import org.jspecify.annotations.NullMarked;
