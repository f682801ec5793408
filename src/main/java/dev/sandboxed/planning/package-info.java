/** The use cases: from what a person says to a plan. */
@NullMarked
package dev.sandboxed.planning;

import org.jspecify.annotations.NullMarked;
