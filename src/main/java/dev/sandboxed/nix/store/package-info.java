/** Store paths, their closures, and what a build made. */
@NullMarked
package dev.sandboxed.nix.store;

import org.jspecify.annotations.NullMarked;
