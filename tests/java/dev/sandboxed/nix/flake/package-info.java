@NullMarked
package dev.sandboxed.nix.flake;

import org.jspecify.annotations.NullMarked;
