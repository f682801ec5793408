/** The snapshot of the project that a session works on. */
@NullMarked
package dev.sandboxed.policy.copy;

import org.jspecify.annotations.NullMarked;
