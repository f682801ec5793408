/** Looks at this machine before a sandbox is made on it. */
@NullMarked
package dev.sandboxed.check.machine;

import org.jspecify.annotations.NullMarked;
