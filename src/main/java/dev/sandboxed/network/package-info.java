/** Network tiers, and what of the host they reach. */
@NullMarked
package dev.sandboxed.network;

import org.jspecify.annotations.NullMarked;
