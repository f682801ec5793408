@NullMarked
package dev.sandboxed.address;

import org.jspecify.annotations.NullMarked;
