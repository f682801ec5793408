/** Facts about this machine and this person, gathered once. */
@NullMarked
package dev.sandboxed.host;

import org.jspecify.annotations.NullMarked;
