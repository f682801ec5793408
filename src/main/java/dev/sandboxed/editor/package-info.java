/** Finds the person's editors that an agent can talk to. */
@NullMarked
package dev.sandboxed.editor;

import org.jspecify.annotations.NullMarked;
