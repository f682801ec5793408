/**
 * The whole tool, driven as a person drives it: real bubblewrap, real terminals, real agents, a
 * throw-away home.
 */
@NullMarked
package dev.sandboxed.e2e;

import org.jspecify.annotations.NullMarked;
