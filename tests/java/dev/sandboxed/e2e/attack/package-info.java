/** The attacks of tests/attacks, tried outside and inside, and the table of how they went. */
@NullMarked
package dev.sandboxed.e2e.attack;

import org.jspecify.annotations.NullMarked;
