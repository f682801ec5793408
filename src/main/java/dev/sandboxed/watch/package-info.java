/** What a plan depended on: the questions that were asked on the way to it, written down. */
@NullMarked
package dev.sandboxed.watch;

import org.jspecify.annotations.NullMarked;
