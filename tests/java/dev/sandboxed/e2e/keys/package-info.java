/** Every key of a profile and of an agent definition changes what it says it does. */
@NullMarked
package dev.sandboxed.e2e.keys;

import org.jspecify.annotations.NullMarked;
