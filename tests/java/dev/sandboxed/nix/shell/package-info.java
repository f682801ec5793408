@NullMarked
package dev.sandboxed.nix.shell;

import org.jspecify.annotations.NullMarked;
