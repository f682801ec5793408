/** Network tiers, and what of the host each reaches. */
@NullMarked
package dev.sandboxed.network;

import org.jspecify.annotations.NullMarked;
