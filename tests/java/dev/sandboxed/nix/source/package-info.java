@NullMarked
package dev.sandboxed.nix.source;

import org.jspecify.annotations.NullMarked;
