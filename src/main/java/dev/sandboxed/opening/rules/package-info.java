/** The rules that follow from what was opened, and what a person is told of it. */
@NullMarked
package dev.sandboxed.opening.rules;

import org.jspecify.annotations.NullMarked;
