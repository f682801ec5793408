/** What an evaluation reads of a flake. */
@NullMarked
package dev.sandboxed.nix.source;

import org.jspecify.annotations.NullMarked;
