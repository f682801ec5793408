/**
 * Addresses and networks of the internet protocols, as values. Nothing here asks a resolver. Pure.
 */
@NullMarked
package dev.sandboxed.address;

import org.jspecify.annotations.NullMarked;
