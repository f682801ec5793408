/** Runs Nix: dev shells, store paths and their closures. */
@NullMarked
package dev.sandboxed.nix;

import org.jspecify.annotations.NullMarked;
