/** Models that the tests play on loopback, for agents to ask. */
@NullMarked
package dev.sandboxed.e2e.model;

import org.jspecify.annotations.NullMarked;
