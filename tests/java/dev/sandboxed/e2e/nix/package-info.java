/** Dev shells, packages, the flake and the modules, with real Nix. */
@NullMarked
package dev.sandboxed.e2e.nix;

import org.jspecify.annotations.NullMarked;
