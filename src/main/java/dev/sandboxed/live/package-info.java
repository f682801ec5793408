/** Looks into sessions that run, and changes what they reach. */
@NullMarked
package dev.sandboxed.live;

import org.jspecify.annotations.NullMarked;
