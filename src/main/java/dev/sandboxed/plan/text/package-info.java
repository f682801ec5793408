/** A plan in words. */
@NullMarked
package dev.sandboxed.plan.text;

import org.jspecify.annotations.NullMarked;
