/** Bubblewrap's isolating options and the namespaces, for launches, the probe and Nix alike. */
@NullMarked
package dev.sandboxed.isolation;

import org.jspecify.annotations.NullMarked;
