@NullMarked
package dev.sandboxed.changes;

import org.jspecify.annotations.NullMarked;
