/** What can go wrong and where a decision came from: the words every other room speaks. */
@NullMarked
package dev.sandboxed.problem;

import org.jspecify.annotations.NullMarked;
