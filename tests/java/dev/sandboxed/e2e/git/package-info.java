/** Repositories in all their layouts, and what git does for a person after a session. */
@NullMarked
package dev.sandboxed.e2e.git;

import org.jspecify.annotations.NullMarked;
