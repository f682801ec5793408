/** Installables, local flakes and their locks. */
@NullMarked
package dev.sandboxed.nix.flake;

import org.jspecify.annotations.NullMarked;
