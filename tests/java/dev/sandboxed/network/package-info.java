@NullMarked
package dev.sandboxed.network;

import org.jspecify.annotations.NullMarked;
