/** What an agent does in a snapshot of the project, and how a person takes it over. */
@NullMarked
package dev.sandboxed.e2e.snapshot;

import org.jspecify.annotations.NullMarked;
