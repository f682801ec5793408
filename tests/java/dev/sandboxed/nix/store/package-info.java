@NullMarked
package dev.sandboxed.nix.store;

import org.jspecify.annotations.NullMarked;
