/** What can go wrong and where a decision came from, in words that every other room uses. */
@NullMarked
package dev.sandboxed.problem;

import org.jspecify.annotations.NullMarked;
