/** What is kept from an agent, in which places and by which calls, and what of it a rule opens. */
@NullMarked
package dev.sandboxed.e2e.walls;

import org.jspecify.annotations.NullMarked;
