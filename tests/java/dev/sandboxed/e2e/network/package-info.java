/** What can be reached from a sandbox, in a small internet of the tests. */
@NullMarked
package dev.sandboxed.e2e.network;

import org.jspecify.annotations.NullMarked;
