/** Brings the commits that an agent made in a snapshot to the project's repositories. */
@NullMarked
package dev.sandboxed.commits;

import org.jspecify.annotations.NullMarked;
