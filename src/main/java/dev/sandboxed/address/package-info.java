/** Addresses and networks of the internet protocols, as values. */
@NullMarked
package dev.sandboxed.address;

import org.jspecify.annotations.NullMarked;
