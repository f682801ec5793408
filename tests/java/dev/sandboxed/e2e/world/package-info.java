/**
 * A throw-away person with a home, what they start, and what they see of it: the kit of all tests
 * that drive the whole tool.
 */
@NullMarked
package dev.sandboxed.e2e.world;

import org.jspecify.annotations.NullMarked;
