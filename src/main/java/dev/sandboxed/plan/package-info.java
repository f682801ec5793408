/** Turns a policy into ordered mount steps, and refuses those that break a promise. */
@NullMarked
package dev.sandboxed.plan;

import org.jspecify.annotations.NullMarked;
