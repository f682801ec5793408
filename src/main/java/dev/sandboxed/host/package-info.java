/** Gathers the facts about this machine and this person, once. */
@NullMarked
package dev.sandboxed.host;

import org.jspecify.annotations.NullMarked;
