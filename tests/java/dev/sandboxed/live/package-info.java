/** Tests of looking into sessions that run. */
@NullMarked
package dev.sandboxed.live;

import org.jspecify.annotations.NullMarked;
