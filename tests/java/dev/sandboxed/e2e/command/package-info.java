/** What a person types, and what is answered. */
@NullMarked
package dev.sandboxed.e2e.command;

import org.jspecify.annotations.NullMarked;
