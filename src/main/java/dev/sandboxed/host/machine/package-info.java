/**
 * What the kernel of this machine lets a person do, and whether this is inside a sandbox already.
 */
@NullMarked
package dev.sandboxed.host.machine;

import org.jspecify.annotations.NullMarked;
