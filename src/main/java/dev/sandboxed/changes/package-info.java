/** What a session changed in the project. */
@NullMarked
package dev.sandboxed.changes;

import org.jspecify.annotations.NullMarked;
