/** What an agent did in a snapshot of the project, and how a person takes it over. */
@NullMarked
package dev.sandboxed.snapshot;

import org.jspecify.annotations.NullMarked;
