/**
 * Reads the repositories of a project as plain data.
 *
 * <p>git itself would obey what an agent may have written there.
 */
@NullMarked
package dev.sandboxed.git;

import org.jspecify.annotations.NullMarked;
