/** Behaviour of the room that runs Nix. */
@NullMarked
package dev.sandboxed.nix;

import org.jspecify.annotations.NullMarked;
