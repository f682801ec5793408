/** From what a person says to a plan: asks, decides, and prepares a launch. */
@NullMarked
package dev.sandboxed.planning;

import org.jspecify.annotations.NullMarked;
