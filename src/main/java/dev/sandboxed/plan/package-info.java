/** Turns a policy into ordered mount steps, and refuses the ones that break a promise. Pure. */
@NullMarked
package dev.sandboxed.plan;

import org.jspecify.annotations.NullMarked;
