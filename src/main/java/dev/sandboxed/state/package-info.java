/** What lasts between launches. */
@NullMarked
package dev.sandboxed.state;

import org.jspecify.annotations.NullMarked;
